namespace Panther.Jit.Dialect;

/// <summary>An 8×8 fragment of B in TF32.</summary>
public struct Tf32B8x8
{
    /// <summary>The element of row t and column g.</summary>
    public uint R0;

    /// <summary>The element of row t + 4 and column g.</summary>
    public uint R1;

    /// <summary>Loads a lane's part, rounding to TF32.</summary>
    /// <param name="source">Global or shared memory.</param>
    /// <param name="start">The place of element (0, 0).</param>
    /// <param name="rowStride">The elements from a row to the next.</param>
    /// <param name="columnStride">The elements from a column to the next.</param>
    public static Tf32B8x8 Load(ArrayView<float> source, int start, int rowStride, int columnStride)
    {
        int at = start + (TensorCore.InQuad * rowStride) + (TensorCore.Quad * columnStride);
        return new Tf32B8x8
        {
            R0 = TensorCore.ToTf32(source[at]),
            R1 = TensorCore.ToTf32(source[at + (4 * rowStride)]),
        };
    }
    /// <summary>Loads the fragment by <see cref="TensorCore.LoadMatrix2{T}(ref T)"/> from shared memory with columns that lie in one piece, rounding to TF32.</summary>
    /// <param name="tile">Shared memory.</param>
    /// <param name="start">The place of element (0, 0); its address is a multiple of 16 bytes.</param>
    /// <param name="columnStride">The elements from a column to the next, a multiple of 4.</param>
    public static Tf32B8x8 LoadMatrixColumns(ArrayView<float> tile, int start, int columnStride)
    {
        Registers2 columns = TensorCore.LoadMatrix2(ref tile[start + ((Warp.LaneIdx & 7) * columnStride) + ((Warp.LaneIdx & 8) >> 1)]);
        return new Tf32B8x8
        {
            R0 = TensorCore.ToTf32(Interop.IntAsFloat(columns.R0)),
            R1 = TensorCore.ToTf32(Interop.IntAsFloat(columns.R1)),
        };
    }
}
