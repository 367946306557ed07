using System.Numerics;
using Panther.Kernels.Gemm;

namespace Panther.Nn;

/// <summary>The products of many matrices.</summary>
internal static class BatchedProduct
{
    /// <summary>result[i] = left[i] · right[i] for each place of a batch, to which the leading dimensions of the factors broadcast.</summary>
    public static void Enqueue<T>(Shape batch, Tensor<T> left, Tensor<T> right, Tensor<T> result)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long[] leftStrides = left.StridesIn([.. batch, left.Shape[-2], left.Shape[-1]]);
        long[] rightStrides = right.StridesIn([.. batch, right.Shape[-2], right.Shape[-1]]);
        long plane = result.Shape[-2] * result.Shape[-1];
        for (long i = 0; plane > 0 && i < batch.Length; i++)
        {
            MatrixProduct.Enqueue(
                result.Stream,
                T.One,
                Products.Operand(left, Offset(batch, leftStrides, i)),
                Products.Operand(right, Offset(batch, rightStrides, i)),
                T.Zero,
                MatrixOperand<T>.Dense(result.Elements.SubView(i * plane, plane), result.Shape[-2], result.Shape[-1]));
        }
    }

    private static long Offset(Shape batch, long[] strides, long index)
    {
        long offset = 0;
        for (int i = batch.Rank - 1; i >= 0; i--)
        {
            offset += index % batch[i] * strides[i];
            index /= batch[i];
        }

        return offset;
    }
}
