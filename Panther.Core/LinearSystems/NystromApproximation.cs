using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Factor;
using Panther.Kernels.Gemm;
using Panther.Kernels.Random;
using Panther.Kernels.Reduce;

namespace Panther.Core;

/// <summary>
/// The randomized Nyström approximation U Λ Uᵀ of a positive semidefinite matrix from Y = A Q (Frangella, Tropp and Udell, algorithm 2.1): with a small shift ν for
/// stability, Qᵀ(Y + νQ) = L Lᵀ, (Y + νQ) L⁻ᵀ = U Σ Vᵀ, Λ = Σ² - ν.
/// </summary>
internal static class NystromApproximation
{
    private const uint TestStream = 0x4E;
    private const uint ProbeStream = 0x4F;
    private const int PowerIterations = 10;
    private const int Shifts = 8;

    /// <summary>Makes the preconditioner of one rank.</summary>
    public static NystromPreconditioner<T> Compute<T>(ILinearOperator<T> a, int rank, double shift, ulong seed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Device device = a.Device;
        DeviceStream stream = device.DefaultStream;
        long n = a.Rows;
        using DeviceMatrix<T> test = DeviceMatrix<T>.Allocate(device, n, rank);
        using DeviceMatrix<T> image = DeviceMatrix<T>.Allocate(device, n, rank);
        RandomMatrix.FillNormal(stream, test.View, n, rank, rank, new RandomStream(seed, TestStream));
        using (var qr = new PanelOrthonormalizer<T>(stream, n, rank))
        {
            qr.Orthonormalize(test.Operand, test.Operand);
        }

        a.Multiply(test, image);
        Magnitude magnitude = InputCheck.Finite(stream, image.View);

        // What rounding in the product may take from the smallest eigenvalues; anything where there are none.
        double stabilizer = magnitude.Norm > 0 ? Math.Sqrt(n) * MachineEpsilon.Of<T>() * magnitude.Norm : double.CreateTruncating(T.ScaleB(T.One, -100));
        double added = 0;
        using DeviceBuffer<T> triangle = device.Allocate<T>((long)rank * rank, stream);
        for (int attempt = 0; ; attempt++)
        {
            VectorOperations.Axpy(stream, T.CreateTruncating(stabilizer - added), test.View, image.View);
            added = stabilizer;
            if (TryCholesky(stream, test.Operand, image.Operand, rank, triangle.View))
            {
                break;
            }

            if (attempt == Shifts)
            {
                throw new ArgumentException("The matrix is far from positive semidefinite.");
            }

            stabilizer *= 10;
        }

        TriangularSolve.Right(stream, upper: true, MatrixOperand<T>.Dense(triangle.View, rank, rank).Transposed, image.Operand);
        return OfFactor(image, added, shift, made => Error(a, made, seed), seed);
    }

    /// <summary>Makes the preconditioner of A ≈ F Fᵀ - ν.</summary>
    /// <param name="factor">F, n×k.</param>
    /// <param name="added">ν.</param>
    /// <param name="shift">μ.</param>
    /// <param name="estimate">Estimates the error of the approximation that the preconditioner holds.</param>
    /// <param name="seed">The seed to report.</param>
    public static NystromPreconditioner<T> OfFactor<T>(
        DeviceMatrix<T> factor, double added, double shift, Func<NystromApproximation<T>, double> estimate, ulong seed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        DeviceStream stream = factor.Device.DefaultStream;
        int rank = checked((int)factor.Columns);
        long square = (long)rank * rank;
        using DeviceBuffer<T> basis = factor.Device.Allocate<T>(factor.View.Length, stream);
        using DeviceBuffer<double> small = factor.Device.Allocate<double>(3 * square, stream);
        RowMatrix<double> Small(int which) => new(small.View.SubView(which * square, square), rank, rank);
        using (var qr = new PanelOrthonormalizer<T>(stream, factor.Rows, rank))
        {
            qr.Factorize(factor.Operand, MatrixOperand<T>.Dense(basis.View, factor.Rows, rank), Small(0));
        }

        double[] values = SmallSvd.Decompose(stream, Small(0), Small(1), Small(2));
        double[] eigenvalues = Array.ConvertAll(values, value => Math.Max(0, (value * value) - added));
        using DeviceBuffer<T> rotation = factor.Device.Allocate<T>(square, stream);
        PanelPrecision.Convert(stream, Small(1).Elements, rotation.View);
        DeviceBuffer<T> u = factor.Device.Allocate<T>(factor.View.Length, stream);
        try
        {
            MatrixProduct.Enqueue(
                stream,
                T.One,
                MatrixOperand<T>.Dense(basis.View, factor.Rows, rank),
                MatrixOperand<T>.Dense(rotation.View, rank, rank),
                T.Zero,
                MatrixOperand<T>.Dense(u.View, factor.Rows, rank));
            double error = estimate(new NystromApproximation<T>(stream, u.View, eigenvalues));
            return new NystromPreconditioner<T>(u, eigenvalues, shift, error, seed);
        }
        catch
        {
            u.Dispose();
            throw;
        }
    }

    private static bool TryCholesky<T>(DeviceStream stream, MatrixOperand<T> test, MatrixOperand<T> image, int rank, ArrayView<T> triangle)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long square = (long)rank * rank;
        using DeviceBuffer<double> wide = stream.Device.Allocate<double>(3 * square, stream);
        using DeviceBuffer<int> status = stream.Device.Allocate<int>(1, stream);
        MatrixProduct.Enqueue(stream, T.One, test.Transposed, image, T.Zero, MatrixOperand<T>.Dense(triangle, rank, rank));
        PanelPrecision.Convert(stream, triangle, wide.View.SubView(0, square));
        Cholesky.Factor(stream, wide.View.SubView(0, square), wide.View.SubView(square, square), wide.View.SubView(2 * square, square), status.View, rank);
        PanelPrecision.Convert(stream, wide.View.SubView(square, square), triangle);
        return status.ToArray(stream)[0] == int.MaxValue;
    }

    /// <summary>‖A - U Λ Uᵀ‖ by power iterations with one random vector (Frangella, Tropp and Udell, algorithm E.1).</summary>
    private static double Error<T>(ILinearOperator<T> a, NystromApproximation<T> approximation, ulong seed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        DeviceStream stream = a.Device.DefaultStream;
        using DeviceMatrix<T> vector = DeviceMatrix<T>.Allocate(a.Device, a.Rows, 1);
        using DeviceMatrix<T> image = DeviceMatrix<T>.Allocate(a.Device, a.Rows, 1);
        RandomMatrix.FillNormal(stream, vector.View, a.Rows, 1, 1, new RandomStream(seed, ProbeStream));
        double length = Magnitude.Of(stream, vector.View).Norm;
        double growth = 0;
        for (int i = 0; i < PowerIterations && length > 0; i++)
        {
            VectorOperations.Scale(stream, T.CreateTruncating(1 / length), vector.View, vector.View);
            a.Multiply(vector, image);
            approximation.Subtract(vector.Operand, image.Operand);
            growth = length = Magnitude.Of(stream, image.View).Norm;
            stream.Copy(image.View, vector.View);
        }

        return growth;
    }
}
