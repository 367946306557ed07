using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;

namespace Panther.Kernels.Gemm;

/// <summary>Products of elements of 16 bits: accumulated in float, and rounded once. The factors are converted to float for the time of the product.</summary>
internal static class NarrowProduct
{
    /// <summary>See <see cref="BatchedProduct.Enqueue{T}"/>, and, with a row, <see cref="MatrixProduct.EnqueueWithRow{T}"/>.</summary>
    public static void Enqueue<T>(
        DeviceStream stream, MatrixOperand<T> a, MatrixOperand<T> b, MatrixOperand<T> c, GemmBatch batch, T beta = default, ArrayView<T> row = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (c.Rows == 0 || c.Columns == 0 || batch.Count == 0)
        {
            return;
        }

        long last = batch.Count - 1;
        using DeviceBuffer<float> left = stream.Device.Allocate<float>(Extent(a, batch.LeftOffset(last)), stream);
        using DeviceBuffer<float> right = stream.Device.Allocate<float>(Extent(b, batch.RightOffset(last)), stream);
        using DeviceBuffer<float> product = stream.Device.Allocate<float>(Extent(c, batch.OutputOffset(last)), stream);
        Convert(stream, a.Elements.SubView(0, left.Length), left.View);
        Convert(stream, b.Elements.SubView(0, right.Length), right.View);
        if (beta != T.Zero || product.Length != batch.Count * c.Rows * c.Columns)
        {
            // What lies in gaps between rows or between matrices is written back as it was.
            Convert(stream, c.Elements.SubView(0, product.Length), product.View);
        }

        if (row.Length > 0)
        {
            using DeviceBuffer<float> terms = stream.Device.Allocate<float>(row.Length, stream);
            Convert(stream, row, terms.View);
            MatrixProduct.EnqueueWithRow(stream, On(a, left.View), On(b, right.View), terms.View, On(c, product.View));
        }
        else
        {
            BatchedProduct.Enqueue(stream, On(a, left.View), On(b, right.View), On(c, product.View), batch, float.CreateTruncating(beta));
        }

        Convert(stream, product.View, c.Elements.SubView(0, product.Length));
    }

    /// <summary>The elements from that of the first matrix to the last of the last matrix.</summary>
    private static long Extent<T>(MatrixOperand<T> operand, long lastOffset)
        where T : unmanaged
        => operand.StoredRows == 0 || operand.StoredColumns == 0
            ? 0
            : checked(lastOffset + ((operand.StoredRows - 1) * operand.LeadingDimension) + operand.StoredColumns);

    private static MatrixOperand<float> On<T>(MatrixOperand<T> operand, ArrayView<float> elements)
        where T : unmanaged
        => new(elements, operand.StoredRows, operand.StoredColumns, operand.LeadingDimension, operand.IsTransposed);

    private static void Convert<TSource, TDestination>(DeviceStream stream, ArrayView<TSource> source, ArrayView<TDestination> destination)
        where TSource : unmanaged, IFloatingPointIeee754<TSource>
        where TDestination : unmanaged, IFloatingPointIeee754<TDestination>
        => MatrixOperations.Convert(stream, new RowMatrix<TSource>(source, 1, source.Length), new RowMatrix<TDestination>(destination, 1, destination.Length));
}
