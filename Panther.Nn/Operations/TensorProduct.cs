using System.Numerics;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Gemm;

namespace Panther.Nn;

/// <summary>The products of the matrices of two tensors.</summary>
internal static class TensorProduct
{
    /// <summary>result[i] = left[i] · right[i] for each place of a batch, to which the leading dimensions of the factors broadcast. Two dimensions of the batch go into one launch, more if they lie as one.</summary>
    public static void Enqueue<T>(Shape batch, Tensor<T> left, Tensor<T> right, Tensor<T> result)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (left.Length == 0 || right.Length == 0)
        {
            VectorOperations.Fill(result.Stream, T.Zero, result.Elements);
            return;
        }

        if (batch.Rank == 0)
        {
            Enqueue(left, right, result, [], 0, 0, 0, 0);
            return;
        }

        long[] leftStrides = left.StridesIn([.. batch, left.Shape[-2], left.Shape[-1]]);
        long[] rightStrides = right.StridesIn([.. batch, right.Shape[-2], right.Shape[-1]]);
        List<(long Extent, long Left, long Right)> dimensions = [];
        for (int i = batch.Rank - 1; i >= 0; i--)
        {
            (long extent, long fromLeft, long fromRight) = dimensions.LastOrDefault();
            if (dimensions.Count > 0 && leftStrides[i] == fromLeft * extent && rightStrides[i] == fromRight * extent)
            {
                dimensions[^1] = (extent * batch[i], fromLeft, fromRight);
            }
            else if (batch[i] > 1)
            {
                dimensions.Add((batch[i], leftStrides[i], rightStrides[i]));
            }
        }

        Enqueue(left, right, result, dimensions, dimensions.Count, 0, 0, 0);
    }

    private static void Enqueue<T>(
        Tensor<T> left, Tensor<T> right, Tensor<T> result, List<(long Extent, long Left, long Right)> dimensions, int rank, long leftOffset, long rightOffset, long number)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (rank > 2)
        {
            (long extent, long fromLeft, long fromRight) = dimensions[rank - 1];
            for (long i = 0; i < extent; i++)
            {
                Enqueue(left, right, result, dimensions, rank - 1, leftOffset + (i * fromLeft), rightOffset + (i * fromRight), (number * extent) + i);
            }

            return;
        }

        (long Extent, long Left, long Right) inner = rank > 0 ? dimensions[0] : (1, 0, 0);
        (long Extent, long Left, long Right) outer = rank > 1 ? dimensions[1] : (1, 0, 0);
        long plane = result.Shape[-2] * result.Shape[-1];
        long count = inner.Extent * outer.Extent;
        BatchedProduct.Enqueue(
            result.Stream,
            Products.Operand(left, leftOffset),
            Products.Operand(right, rightOffset),
            MatrixOperand<T>.Dense(result.Elements.SubView(number * count * plane), result.Shape[-2], result.Shape[-1]),
            new GemmBatch(count, inner.Extent, inner.Left, outer.Left, inner.Right, outer.Right, plane, inner.Extent * plane));
    }
}
