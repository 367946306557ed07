namespace Panther.Jit.Dialect;

/// <summary>A 16×4 fragment of A in TF32.</summary>
public struct Tf32A16x4
{
    /// <summary>The element of row g and column t.</summary>
    public uint R0;

    /// <summary>The element of row g + 8 and column t.</summary>
    public uint R1;

    /// <summary>Loads a lane's part, rounding to TF32.</summary>
    /// <param name="source">Global or shared memory.</param>
    /// <param name="start">The place of element (0, 0).</param>
    /// <param name="rowStride">The elements from a row to the next.</param>
    /// <param name="columnStride">The elements from a column to the next.</param>
    public static Tf32A16x4 Load(ArrayView<float> source, int start, int rowStride, int columnStride)
    {
        int at = start + (TensorCore.Quad * rowStride) + (TensorCore.InQuad * columnStride);
        return new Tf32A16x4
        {
            R0 = TensorCore.ToTf32(source[at]),
            R1 = TensorCore.ToTf32(source[at + (8 * rowStride)]),
        };
    }
}
