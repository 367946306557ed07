using System.Numerics;
using Panther.Kernels.Factor.Host;
using Panther.Kernels.Gemm;
using Panther.Kernels.Gemm.Host;

namespace Panther.Core;

/// <summary>
/// Lanczos steps from a random vector on AᵀA, or on AAᵀ where that is smaller, with every new vector made orthogonal to all before, twice
/// (Parlett, "The symmetric eigenvalue problem", chapter 13).
/// </summary>
internal sealed class LanczosNorm<T>(OperatorProducts<T> a, int mostSteps) : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly bool isTall = a.Rows >= a.Columns;
    private readonly double[] diagonal = new double[mostSteps];
    private readonly double[] beside = new double[mostSteps];

    // A vector a row.
    private readonly Panel basis = new(a.Stream, mostSteps, Math.Min(a.Rows, a.Columns));

    /// <summary>Gets the steps done.</summary>
    public int Steps { get; private set; }

    /// <summary>Gets a value indicating whether the vectors span an invariant space, which holds the largest singular value with probability one.</summary>
    public bool IsExhausted { get; private set; }

    /// <summary>Gets the estimate, in units of <see cref="OperatorProducts{T}.Scale"/>.</summary>
    public double Norm { get; private set; }

    /// <summary>Gets an estimate of the error of <see cref="Norm"/>, in the same units.</summary>
    public double Error { get; private set; }

    /// <summary>Does the steps.</summary>
    public void Run()
    {
        long length = basis.Columns;
        Panel next = isTall ? a.Gaussian(0, 1) : a.GaussianOfRows(0, 1);
        try
        {
            double size = Math.Sqrt(next.ColumnSquares()[0]);
            double largest = 0;
            while (true)
            {
                using (Panel unit = next.ScaleColumns([1 / size]))
                {
                    a.Stream.Copy(unit.View, basis.View.SubView(Steps * length, length));
                    using Panel half = isTall ? a.Multiply(unit) : a.MultiplyTransposed(unit);
                    next.Dispose();
                    next = isTall ? a.MultiplyTransposed(half) : a.Multiply(half);
                    diagonal[Steps] = unit.ColumnDots(next)[0];
                }

                Steps++;
                RemoveBasis(next);
                RemoveBasis(next);
                size = Math.Sqrt(next.ColumnSquares()[0]);
                beside[Steps - 1] = size;
                largest = Math.Max(largest, diagonal[Steps - 1]);
                IsExhausted = Steps == length || size <= OperatorProducts<T>.Epsilon * largest;
                if (IsExhausted || Steps == mostSteps)
                {
                    break;
                }
            }
        }
        finally
        {
            next.Dispose();
        }

        SolveTridiagonal();
    }

    /// <inheritdoc/>
    public void Dispose() => basis.Dispose();

    private void RemoveBasis(Panel vector)
    {
        MatrixOperand<double> rows = MatrixOperand<double>.Dense(basis.View, Steps, basis.Columns);
        using var coefficients = new Panel(a.Stream, Steps, 1);
        MatrixProduct.Enqueue(a.Stream, 1, rows, vector.Operand, 0, coefficients.Operand);
        MatrixProduct.Enqueue(a.Stream, -1, rows.Transposed, coefficients.Operand, 1, vector.Operand);
    }

    /// <summary>The tridiagonal matrix is positive semidefinite: its singular values and vectors are eigenvalues and vectors.</summary>
    private unsafe void SolveTridiagonal()
    {
        int k = Steps;
        var tridiagonal = new double[k * k];
        for (int i = 0; i < k; i++)
        {
            tridiagonal[(i * k) + i] = diagonal[i];
            if (i + 1 < k)
            {
                tridiagonal[(i * k) + i + 1] = tridiagonal[((i + 1) * k) + i] = beside[i];
            }
        }

        var values = new double[k];
        var vectors = new double[k * k];
        var left = new double[k * k];
        fixed (double* t = tridiagonal, u = left, v = vectors)
        {
            HostSvd.Decompose(HostMatrix<double>.RowMajor(t, k, k, k), HostMatrix<double>.RowMajor(u, k, k, k), values, HostMatrix<double>.RowMajor(v, k, k, k));
        }

        Norm = Math.Sqrt(values[0]);
        double residual = IsExhausted ? 0 : beside[k - 1] * Math.Abs(vectors[(k - 1) * k]);
        double gap = k > 1 ? values[0] - values[1] : 0;
        Error = Norm > 0 ? Math.Min(residual, gap > 0 ? residual * residual / gap : residual) / (2 * Norm) : 0;
    }
}
