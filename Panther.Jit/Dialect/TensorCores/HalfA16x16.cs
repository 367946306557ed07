namespace Panther.Jit.Dialect;

/// <summary>A 16×16 fragment of A in half precision, two elements in a register.</summary>
public struct HalfA16x16
{
    /// <summary>Row g, columns 2t and 2t + 1, the first in the low half.</summary>
    public uint R0;

    /// <summary>Row g + 8, columns 2t and 2t + 1, the first in the low half.</summary>
    public uint R1;

    /// <summary>Row g, columns 2t + 8 and 2t + 9, the first in the low half.</summary>
    public uint R2;

    /// <summary>Row g + 8, columns 2t + 8 and 2t + 9, the first in the low half.</summary>
    public uint R3;

    /// <summary>Loads a lane's part, element by element.</summary>
    /// <param name="source">Global or shared memory.</param>
    /// <param name="start">The place of element (0, 0).</param>
    /// <param name="rowStride">The elements from a row to the next.</param>
    /// <param name="columnStride">The elements from a column to the next.</param>
    public static HalfA16x16 Load(ArrayView<Half> source, int start, int rowStride, int columnStride)
    {
        int at = start + (TensorCore.Quad * rowStride) + (2 * TensorCore.InQuad * columnStride);
        return new HalfA16x16
        {
            R0 = TensorCore.Pack(source[at], source[at + columnStride]),
            R1 = TensorCore.Pack(source[at + (8 * rowStride)], source[at + (8 * rowStride) + columnStride]),
            R2 = TensorCore.Pack(source[at + (8 * columnStride)], source[at + (8 * columnStride) + columnStride]),
            R3 = TensorCore.Pack(source[at + (8 * rowStride) + (8 * columnStride)], source[at + (8 * rowStride) + (8 * columnStride) + columnStride]),
        };
    }

    /// <summary>Loads the fragment by <see cref="TensorCore.LoadMatrix4{T}(ref T)"/> from shared memory with rows that lie in one piece.</summary>
    /// <param name="tile">Shared memory.</param>
    /// <param name="start">The place of element (0, 0); its address is a multiple of 16 bytes.</param>
    /// <param name="rowStride">The elements from a row to the next, a multiple of 8.</param>
    public static HalfA16x16 LoadMatrix(ArrayView<Half> tile, int start, int rowStride)
    {
        Registers4 rows = TensorCore.LoadMatrix4(ref tile[start + ((Warp.LaneIdx & 15) * rowStride) + (Warp.LaneIdx >> 4 << 3)]);
        return new HalfA16x16 { R0 = rows.R0, R1 = rows.R1, R2 = rows.R2, R3 = rows.R3 };
    }
}
