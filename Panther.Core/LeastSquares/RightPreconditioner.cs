using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Factor;
using Panther.Kernels.Gemm;

namespace Panther.Core;

/// <summary>A matrix P, n×k, in double, for which A·P has nearly orthonormal columns. Vectors come as panels, dense, by rows.</summary>
/// <param name="stream">The stream.</param>
/// <param name="order">n.</param>
/// <param name="rank">k.</param>
/// <param name="start">W, n×k, by rows, for which P Wᵀ solves the sketched problem in the coordinates of its orthonormal basis; null for the identity. Owned.</param>
internal abstract class RightPreconditioner(DeviceStream stream, int order, int rank, DeviceBuffer<double>? start) : IDisposable
{
    // An inverse triangle loses eps·κ of a vector, which refinement makes up for, and its products are faster than substitution on a GPU.
    private const double InvertibleCondition = 1e6;

    /// <summary>Gets n.</summary>
    public int Order { get; } = order;

    /// <summary>Gets k, at most n.</summary>
    public int Rank { get; } = rank;

    /// <summary>Gets the stream.</summary>
    protected DeviceStream Stream { get; } = stream;

    /// <summary>P = R⁻¹.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="triangle">R, order×order, by rows; lives at least as long as the result.</param>
    /// <param name="order">n.</param>
    /// <param name="condition">An estimate of the condition number of R.</param>
    /// <param name="start">W; null for the identity. The result owns it.</param>
    public static RightPreconditioner Inverse(
        DeviceStream stream, DeviceBuffer<double> triangle, int order, double condition, DeviceBuffer<double>? start = null)
    {
        if (condition > InvertibleCondition || stream.Device.Supports(DeviceFeature.HostRoutines))
        {
            return new TrianglePreconditioner(stream, triangle, order, start);
        }

        DeviceBuffer<double> inverse = stream.Device.Allocate<double>((long)order * order, stream);
        MatrixOperations.Identity(stream, 1, new RowMatrix<double>(inverse.View, order, order));
        TriangularSolve.Left(
            stream, upper: true, MatrixOperand<double>.Dense(triangle.View, order, order), MatrixOperand<double>.Dense(inverse.View, order, order));
        return new DensePreconditioner(stream, inverse, order, order, start);
    }

    /// <summary>destination (k×columns) = Wᵀ · source (n×columns).</summary>
    public void Start(ArrayView<double> source, ArrayView<double> destination, int columns)
    {
        if (start is null)
        {
            Stream.Copy(source, destination);
            return;
        }

        MatrixProduct.Enqueue(
            Stream,
            1,
            MatrixOperand<double>.Dense(start.View, Order, Rank).Transposed,
            MatrixOperand<double>.Dense(source, Order, columns),
            0,
            MatrixOperand<double>.Dense(destination, Rank, columns));
    }

    /// <summary>destination (n×columns) = P · source (k×columns).</summary>
    public abstract void Apply(ArrayView<double> source, ArrayView<double> destination, int columns);

    /// <summary>destination (k×columns) = Pᵀ · source (n×columns).</summary>
    public abstract void ApplyTransposed(ArrayView<double> source, ArrayView<double> destination, int columns);

    /// <inheritdoc/>
    public virtual void Dispose() => start?.Dispose();
}
