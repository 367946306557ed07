namespace Panther.Jit.Dialect;

/// <summary>A 16×8 fragment of A in half precision, two elements in a register.</summary>
public struct HalfA16x8
{
    /// <summary>Row g, columns 2t and 2t + 1, the first in the low half.</summary>
    public uint R0;

    /// <summary>Row g + 8, columns 2t and 2t + 1, the first in the low half.</summary>
    public uint R1;

    /// <summary>Loads a lane's part, element by element.</summary>
    /// <param name="source">Global or shared memory.</param>
    /// <param name="start">The place of element (0, 0).</param>
    /// <param name="rowStride">The elements from a row to the next.</param>
    /// <param name="columnStride">The elements from a column to the next.</param>
    public static HalfA16x8 Load(ArrayView<Half> source, int start, int rowStride, int columnStride)
    {
        int at = start + (TensorCore.Quad * rowStride) + (2 * TensorCore.InQuad * columnStride);
        return new HalfA16x8
        {
            R0 = TensorCore.Pack(source[at], source[at + columnStride]),
            R1 = TensorCore.Pack(source[at + (8 * rowStride)], source[at + (8 * rowStride) + columnStride]),
        };
    }

    /// <summary>Loads the fragment by <see cref="TensorCore.LoadMatrix2{T}(ref T)"/> from shared memory with rows that lie in one piece.</summary>
    /// <param name="tile">Shared memory.</param>
    /// <param name="start">The place of element (0, 0); its address is a multiple of 16 bytes.</param>
    /// <param name="rowStride">The elements from a row to the next, a multiple of 8.</param>
    public static HalfA16x8 LoadMatrix(ArrayView<Half> tile, int start, int rowStride)
    {
        Registers2 rows = TensorCore.LoadMatrix2(ref tile[start + (Warp.LaneIdx & 15) * rowStride]);
        return new HalfA16x8 { R0 = rows.R0, R1 = rows.R1 };
    }
}
