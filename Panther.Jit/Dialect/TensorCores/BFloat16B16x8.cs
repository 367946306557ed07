namespace Panther.Jit.Dialect;

/// <summary>A 16×8 fragment of B in bfloat16, two elements in a register.</summary>
public struct BFloat16B16x8
{
    /// <summary>Column g, rows 2t and 2t + 1, the first in the low half.</summary>
    public uint R0;

    /// <summary>Column g, rows 2t + 8 and 2t + 9, the first in the low half.</summary>
    public uint R1;

    /// <summary>Loads a lane's part, element by element.</summary>
    /// <param name="source">Global or shared memory.</param>
    /// <param name="start">The place of element (0, 0).</param>
    /// <param name="rowStride">The elements from a row to the next.</param>
    /// <param name="columnStride">The elements from a column to the next.</param>
    public static BFloat16B16x8 Load(ArrayView<BFloat16> source, int start, int rowStride, int columnStride)
    {
        int at = start + (2 * TensorCore.InQuad * rowStride) + (TensorCore.Quad * columnStride);
        return new BFloat16B16x8
        {
            R0 = TensorCore.Pack(source[at], source[at + rowStride]),
            R1 = TensorCore.Pack(source[at + (8 * rowStride)], source[at + (8 * rowStride) + rowStride]),
        };
    }

    /// <summary>Loads the fragment by <see cref="TensorCore.LoadMatrix2{T}(ref T)"/> from shared memory with columns that lie in one piece.</summary>
    /// <param name="tile">Shared memory.</param>
    /// <param name="start">The place of element (0, 0); its address is a multiple of 16 bytes.</param>
    /// <param name="columnStride">The elements from a column to the next, a multiple of 8.</param>
    public static BFloat16B16x8 LoadMatrixColumns(ArrayView<BFloat16> tile, int start, int columnStride)
    {
        Registers2 rows = TensorCore.LoadMatrix2(ref tile[start + ((Warp.LaneIdx & 7) * columnStride) + (Warp.LaneIdx & 8)]);
        return new BFloat16B16x8 { R0 = rows.R0, R1 = rows.R1 };
    }

    /// <summary>Loads the fragment by <see cref="TensorCore.LoadMatrixTransposed2{T}(ref T)"/> from shared memory with rows that lie in one piece.</summary>
    /// <param name="tile">Shared memory.</param>
    /// <param name="start">The place of element (0, 0); its address is a multiple of 16 bytes.</param>
    /// <param name="rowStride">The elements from a row to the next, a multiple of 8.</param>
    public static BFloat16B16x8 LoadMatrixRows(ArrayView<BFloat16> tile, int start, int rowStride)
    {
        Registers2 rows = TensorCore.LoadMatrixTransposed2(ref tile[start + ((Warp.LaneIdx & 15) * rowStride)]);
        return new BFloat16B16x8 { R0 = rows.R0, R1 = rows.R1 };
    }
}
