namespace Panther.Jit.Dialect;

/// <summary>An 8×8 fragment of B in bfloat16, two elements in a register.</summary>
public struct BFloat16B8x8
{
    /// <summary>Column g, rows 2t and 2t + 1, the first in the low half.</summary>
    public uint R0;

    /// <summary>Loads a lane's part, element by element.</summary>
    /// <param name="source">Global or shared memory.</param>
    /// <param name="start">The place of element (0, 0).</param>
    /// <param name="rowStride">The elements from a row to the next.</param>
    /// <param name="columnStride">The elements from a column to the next.</param>
    public static BFloat16B8x8 Load(ArrayView<BFloat16> source, int start, int rowStride, int columnStride)
    {
        int at = start + (2 * TensorCore.InQuad * rowStride) + (TensorCore.Quad * columnStride);
        return new BFloat16B8x8
        {
            R0 = TensorCore.Pack(source[at], source[at + rowStride]),
        };
    }

    /// <summary>Loads the fragment by <see cref="TensorCore.LoadMatrix1{T}(ref T)"/> from shared memory with columns that lie in one piece.</summary>
    /// <param name="tile">Shared memory.</param>
    /// <param name="start">The place of element (0, 0); its address is a multiple of 16 bytes.</param>
    /// <param name="columnStride">The elements from a column to the next, a multiple of 8.</param>
    public static BFloat16B8x8 LoadMatrixColumns(ArrayView<BFloat16> tile, int start, int columnStride)
    {
        return new BFloat16B8x8 { R0 = TensorCore.LoadMatrix1(ref tile[start + ((Warp.LaneIdx & 7) * columnStride)]) };
    }

    /// <summary>Loads the fragment by <see cref="TensorCore.LoadMatrixTransposed1{T}(ref T)"/> from shared memory with rows that lie in one piece.</summary>
    /// <param name="tile">Shared memory.</param>
    /// <param name="start">The place of element (0, 0); its address is a multiple of 16 bytes.</param>
    /// <param name="rowStride">The elements from a row to the next, a multiple of 8.</param>
    public static BFloat16B8x8 LoadMatrixRows(ArrayView<BFloat16> tile, int start, int rowStride)
    {
        return new BFloat16B8x8 { R0 = TensorCore.LoadMatrixTransposed1(ref tile[start + ((Warp.LaneIdx & 7) * rowStride)]) };
    }
}
