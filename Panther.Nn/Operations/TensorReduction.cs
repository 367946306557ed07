using System.Numerics;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Reduce;

namespace Panther.Nn;

/// <summary>Reductions of tensors by those of matrices.</summary>
internal static class TensorReduction
{
    /// <summary>
    /// The reduction, with the reduced dimensions of extent 1. Where the elements form a matrix with the reduced dimensions along its rows, or along its columns, that is reduced as it
    /// lies; else a copy that does.
    /// </summary>
    public static Tensor<TResult> Compute<T, TResult, TReduction>(Tensor<T> x, ReducedDimensions reduced)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TResult : unmanaged, IFloatingPointIeee754<TResult>
        where TReduction : struct, IReduction<T, TResult>
    {
        Tensor<TResult> result = Tensor<TResult>.ForResult(reduced.Kept, x);
        if (AsMatrix(x, reduced.IsReduced, isReducedAcross: true) is { } rows)
        {
            Reduction.ReduceRows<T, TResult, TReduction>(result.Stream, rows, result.Elements);
        }
        else if (AsMatrix(x, reduced.IsReduced, isReducedAcross: false) is { } columns)
        {
            Reduction.ReduceColumns<T, TResult, TReduction>(result.Stream, columns, result.Elements);
        }
        else
        {
            int[] order = [.. Enumerable.Range(0, x.Rank).OrderBy(i => reduced.IsReduced[i])];
            Tensor<T> source = x.Detach().Permute(order);
            using Tensor<T> dense = Tensor<T>.Allocate(result.Stream, null, source.Shape);
            dense.Fill(source);
            Reduction.ReduceRows<T, TResult, TReduction>(
                result.Stream, new RowMatrix<T>(dense.Elements, result.Length, result.Length == 0 ? 0 : dense.Length / result.Length), result.Elements);
        }

        return result;
    }

    /// <summary>The elements as a matrix whose columns are numbered by the reduced dimensions, or by the others; null if they do not lie so.</summary>
    private static RowMatrix<T>? AsMatrix<T>(Tensor<T> x, bool[] isReduced, bool isReducedAcross)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (long Extent, long Stride)? rows = AsOne(x, isReduced, !isReducedAcross);
        (long Extent, long Stride)? columns = AsOne(x, isReduced, isReducedAcross);
        if (rows is not { } r || columns is not { } c || (c.Extent > 1 && c.Stride != 1) || (r.Extent > 1 && r.Stride < c.Extent))
        {
            return null;
        }

        return new RowMatrix<T>(x.Elements, r.Extent, c.Extent, r.Extent > 1 ? r.Stride : c.Extent);
    }

    /// <summary>Several dimensions as one; null if their elements are not evenly apart.</summary>
    private static (long Extent, long Stride)? AsOne(Tensor x, bool[] isReduced, bool which)
    {
        long extent = 1;
        long stride = 1;
        for (int i = x.Rank - 1; i >= 0; i--)
        {
            if (isReduced[i] != which || x.Shape[i] == 1)
            {
                continue;
            }

            if (extent == 1)
            {
                stride = x.Strides[i];
            }
            else if (x.Strides[i] != stride * extent)
            {
                return null;
            }

            extent *= x.Shape[i];
        }

        return (extent, stride);
    }
}
