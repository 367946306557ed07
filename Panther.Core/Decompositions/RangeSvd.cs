using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Factor;
using Panther.Kernels.Gemm;

namespace Panther.Core;

/// <summary>
/// The singular value decomposition of Q Pᵀ for an orthonormal basis Q in blocks and P = B R, B orthonormal: with R = W Σ Zᵀ it is (Q Z) Σ (B W)ᵀ.
/// </summary>
internal sealed class RangeSvd<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly DeviceStream stream;
    private readonly IReadOnlyList<MatrixOperand<T>> left;
    private readonly MatrixOperand<T> right;
    private readonly DeviceBuffer<T> leftFactor;
    private readonly DeviceBuffer<T> rightFactor;

    /// <summary>Decomposes the triangle, which waits for the device.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="triangle">R, by rows.</param>
    /// <param name="left">The blocks of Q.</param>
    /// <param name="right">B.</param>
    public RangeSvd(DeviceStream stream, ArrayView<T> triangle, IReadOnlyList<MatrixOperand<T>> left, MatrixOperand<T> right)
    {
        (this.stream, this.left, this.right) = (stream, left, right);
        leftFactor = stream.Device.Allocate<T>(triangle.Length, stream);
        rightFactor = stream.Device.Allocate<T>(triangle.Length, stream);
        long order = right.Columns;
        try
        {
            Values = SmallSvd.Decompose(
                stream,
                new RowMatrix<T>(triangle, order, order),
                new RowMatrix<T>(leftFactor.View, order, order),
                new RowMatrix<T>(rightFactor.View, order, order));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Gets all singular values, falling.</summary>
    public double[] Values { get; }

    /// <summary>Returns the leading left singular vectors, m×rank.</summary>
    public DeviceMatrix<T> LeftVectors(int rank)
    {
        DeviceMatrix<T> result = DeviceMatrix<T>.Allocate(stream.Device, left[0].Rows, rank);
        int first = 0;
        foreach (MatrixOperand<T> block in left)
        {
            MatrixOperand<T> part = Leading(rightFactor, first, (int)block.Columns, rank);
            MatrixProduct.Enqueue(stream, T.One, block, part, first == 0 ? T.Zero : T.One, result.Operand);
            first += (int)block.Columns;
        }

        return result;
    }

    /// <summary>Returns the leading right singular vectors, n×rank.</summary>
    public DeviceMatrix<T> RightVectors(int rank)
    {
        DeviceMatrix<T> result = DeviceMatrix<T>.Allocate(stream.Device, right.Rows, rank);
        MatrixProduct.Enqueue(stream, T.One, right, Leading(leftFactor, 0, (int)right.Columns, rank), T.Zero, result.Operand);
        return result;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        leftFactor.Dispose();
        rightFactor.Dispose();
    }

    private MatrixOperand<T> Leading(DeviceBuffer<T> factor, int firstRow, int rows, int rank) =>
        new(factor.View.SubView(firstRow * right.Columns), rows, rank, right.Columns);
}
