using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Panther.Kernels.Gemm.Host;

/// <content>One tile of the destination: whole tiles in place, cut tiles by way of a scratch tile.</content>
internal sealed unsafe partial class PackedGemm<T, TTile>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MultiplyTile(T* a, long row, long height, T* b, long column, long width, T* scratch)
    {
        if (IsOutside(row, height, column, width))
        {
            return;
        }

        T* c = _c.Pointer + row * _c.RowStride + column * _c.ColumnStride;
        bool whole = height == TTile.Rows && _c.ColumnStride == 1;
        if (whole && width == TTile.Columns)
        {
            TTile.Multiply(_depth, a, b, _alpha, _beta, c, _c.RowStride);
        }
        else if (width > TTile.NarrowColumns)
        {
            TTile.Multiply(_depth, a, b, T.One, T.Zero, scratch, TTile.Columns);
            CopyOut(scratch, TTile.Columns, height, width, c);
        }
        else if (whole && width == TTile.NarrowColumns)
        {
            TTile.MultiplyNarrow(_depth, a, b, _alpha, _beta, c, _c.RowStride);
        }
        else
        {
            TTile.MultiplyNarrow(_depth, a, b, T.One, T.Zero, scratch, TTile.NarrowColumns);
            CopyOut(scratch, TTile.NarrowColumns, height, width, c);
        }
    }

    // The same operations as in the register tile's own epilogue, so that an element does not depend on the tile it falls in.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CopyOut(T* tile, long tileStride, long height, long width, T* c)
    {
        int vector = _c.ColumnStride == 1 ? Vector256<T>.Count : int.MaxValue;
        for (long i = 0; i < height; i++, tile += tileStride, c += _c.RowStride)
        {
            long j = 0;
            for (; j <= width - vector; j += vector)
            {
                Vector256<T> product = Vector256.Load(tile + j);
                (_beta == T.Zero
                    ? product * _alpha
                    : VectorUnit256<T>.MultiplyAdd(Vector256.Create(_alpha), product, Vector256.Load(c + j) * _beta)).Store(c + j);
            }

            for (; j < width; j++)
            {
                T* element = c + j * _c.ColumnStride;
                *element = _beta == T.Zero ? _alpha * tile[j] : T.FusedMultiplyAdd(_alpha, tile[j], _beta * *element);
            }
        }
    }
}
