using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Factor;
using Panther.Kernels.Gemm;
using Panther.Kernels.Krylov;

namespace Panther.Core;

/// <summary>
/// The Karlson-Waldén estimate of the backward error of least-squares solutions (Gratton, Jiránek and Titley-Peloquin, SIAM J. Matrix Anal. Appl. 33, 2012: within
/// a factor 1.28 of it), with the sketched triangle R for A (Epperly, Meier and Nakatsukasa 2024, section 3.3):
/// θ/√(1+θ²‖x‖²) · ‖(RᵀR + μ²)^(-1/2) Aᵀr‖ with μ = θ‖r‖/√(1+θ²‖x‖²) and θ = ‖A‖/‖b‖.
/// </summary>
/// <remarks>
/// It is the least ‖[ΔA, θΔb]‖, relative to ‖A‖, for which x solves the problem of A + ΔA and b + Δb. First the bound by min(‖R⁻ᵀAᵀr‖, ‖Aᵀr‖/μ) is tried; where that
/// does not settle the matter, the triangle of [R; μ] gives the norm itself. Columns share a triangle while their μ are within a factor of 4: the smaller μ errs
/// to the safe side.
/// </remarks>
internal sealed class BackwardErrorEstimate
{
    private readonly DeviceStream stream;
    private readonly ArrayView<double> triangle;
    private readonly int order;
    private readonly double[] rightNorms;
    private readonly double tolerance;

    /// <param name="stream">The stream.</param>
    /// <param name="triangle">R, order×order, by rows.</param>
    /// <param name="order">n.</param>
    /// <param name="matrixNorm">‖A‖ in the Frobenius norm.</param>
    /// <param name="rightNorms">The ‖b‖ of the columns.</param>
    /// <param name="tolerance">What is small enough that a bound will do.</param>
    public BackwardErrorEstimate(DeviceStream stream, ArrayView<double> triangle, int order, double matrixNorm, double[] rightNorms, double tolerance)
    {
        this.stream = stream;
        this.triangle = triangle;
        this.order = order;
        this.rightNorms = rightNorms;
        this.tolerance = tolerance;
        MatrixNorm = matrixNorm;
        Values = new double[rightNorms.Length];
    }

    /// <summary>Gets ‖A‖.</summary>
    public double MatrixNorm { get; }

    /// <summary>Gets the estimate for each column, relative to ‖A‖.</summary>
    public double[] Values { get; }

    /// <summary>Estimates anew.</summary>
    /// <param name="solutionNorms">The ‖x‖.</param>
    /// <param name="residualNorms">The ‖b - A x‖.</param>
    /// <param name="gradientNorms">The ‖Aᵀr‖.</param>
    /// <param name="coordinateNorms">The ‖R⁻ᵀAᵀr‖.</param>
    /// <param name="gradient">Aᵀr, order×columns, by rows.</param>
    /// <param name="isSharp">Whether the norm itself is worth a factorisation.</param>
    public void Update(
        double[] solutionNorms, double[] residualNorms, double[] gradientNorms, double[] coordinateNorms, ArrayView<double> gradient, bool isSharp)
    {
        int columns = Values.Length;
        var factors = new double[columns];
        var shifts = new double[columns];
        var open = new List<int>();
        for (int j = 0; j < columns; j++)
        {
            double theta = rightNorms[j] > 0 ? MatrixNorm / rightNorms[j] : 0;
            double root = Math.Sqrt(1 + (theta * theta * solutionNorms[j] * solutionNorms[j]));
            factors[j] = theta / root / MatrixNorm;
            shifts[j] = theta * residualNorms[j] / root;
            double bound = shifts[j] > 0 ? Math.Min(coordinateNorms[j], gradientNorms[j] / shifts[j]) : coordinateNorms[j];
            Values[j] = gradientNorms[j] == 0 ? 0 : factors[j] * bound;
            if (Values[j] > tolerance && shifts[j] > 0)
            {
                open.Add(j);
            }
        }

        while (isSharp && open.Count > 0)
        {
            double shift = open.Min(j => shifts[j]);
            double[] norms = RegularizedNorms(shift, gradient, columns);
            foreach (int j in open.Where(j => shifts[j] <= 4 * shift))
            {
                Values[j] = Math.Min(Values[j], factors[j] * norms[j]);
            }

            open.RemoveAll(j => shifts[j] <= 4 * shift);
        }
    }

    /// <summary>The norms of the columns of (RᵀR + shift²)^(-1/2) · gradient.</summary>
    private double[] RegularizedNorms(double shift, ArrayView<double> gradient, int columns)
    {
        (DeviceBuffer<double> regularized, DeviceBuffer<double> basis) = TallTriangle.Stack(stream, triangle, order, shift);
        basis.Dispose();
        using DeviceBuffer<double> owned = regularized;
        using DeviceBuffer<double> panel = stream.Device.Allocate<double>(gradient.Length, stream);
        using DeviceBuffer<double> sums = stream.Device.Allocate<double>(columns, stream);
        stream.Copy(gradient, panel.View);
        TriangularSolve.Left(
            stream,
            upper: false,
            MatrixOperand<double>.Dense(regularized.View, order, order).Transposed,
            MatrixOperand<double>.Dense(panel.View, order, columns));
        PanelDots.Enqueue(stream, panel.View, panel.View, columns, sums.View);
        return Array.ConvertAll(sums.ToArray(stream), Math.Sqrt);
    }
}
