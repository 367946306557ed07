namespace Panther.Jit.Dialect;

/// <summary>A 16×8 fragment of A in TF32.</summary>
public struct Tf32A16x8
{
    /// <summary>The element of row g and column t.</summary>
    public uint R0;

    /// <summary>The element of row g + 8 and column t.</summary>
    public uint R1;

    /// <summary>The element of row g and column t + 4.</summary>
    public uint R2;

    /// <summary>The element of row g + 8 and column t + 4.</summary>
    public uint R3;

    /// <summary>Loads a lane's part, rounding to TF32.</summary>
    /// <param name="source">Global or shared memory.</param>
    /// <param name="start">The place of element (0, 0).</param>
    /// <param name="rowStride">The elements from a row to the next.</param>
    /// <param name="columnStride">The elements from a column to the next.</param>
    public static Tf32A16x8 Load(ArrayView<float> source, int start, int rowStride, int columnStride)
    {
        int at = start + (TensorCore.Quad * rowStride) + (TensorCore.InQuad * columnStride);
        return new Tf32A16x8
        {
            R0 = TensorCore.ToTf32(source[at]),
            R1 = TensorCore.ToTf32(source[at + (8 * rowStride)]),
            R2 = TensorCore.ToTf32(source[at + (4 * columnStride)]),
            R3 = TensorCore.ToTf32(source[at + (8 * rowStride) + (4 * columnStride)]),
        };
    }
    /// <summary>Loads the fragment by <see cref="TensorCore.LoadMatrix4{T}(ref T)"/> from shared memory with rows that lie in one piece, rounding to TF32.</summary>
    /// <param name="tile">Shared memory.</param>
    /// <param name="start">The place of element (0, 0); its address is a multiple of 16 bytes.</param>
    /// <param name="rowStride">The elements from a row to the next, a multiple of 4.</param>
    public static Tf32A16x8 LoadMatrix(ArrayView<float> tile, int start, int rowStride)
    {
        Registers4 rows = TensorCore.LoadMatrix4(ref tile[start + ((Warp.LaneIdx & 15) * rowStride) + (Warp.LaneIdx >> 4 << 2)]);
        return new Tf32A16x8
        {
            R0 = TensorCore.ToTf32(Interop.IntAsFloat(rows.R0)),
            R1 = TensorCore.ToTf32(Interop.IntAsFloat(rows.R1)),
            R2 = TensorCore.ToTf32(Interop.IntAsFloat(rows.R2)),
            R3 = TensorCore.ToTf32(Interop.IntAsFloat(rows.R3)),
        };
    }
}
