namespace Panther.Jit.Dialect;

/// <summary>A 16×8 fragment of C, the accumulator, in single precision.</summary>
public struct FloatC16x8
{
    /// <summary>The element of row g and column 2t.</summary>
    public float R0;

    /// <summary>The element of row g and column 2t + 1.</summary>
    public float R1;

    /// <summary>The element of row g + 8 and column 2t.</summary>
    public float R2;

    /// <summary>The element of row g + 8 and column 2t + 1.</summary>
    public float R3;

    /// <summary>Loads a lane's part.</summary>
    /// <param name="source">Global or shared memory.</param>
    /// <param name="start">The place of element (0, 0).</param>
    /// <param name="rowStride">The elements from a row to the next.</param>
    /// <param name="columnStride">The elements from a column to the next.</param>
    public static FloatC16x8 Load(ArrayView<float> source, int start, int rowStride, int columnStride)
    {
        int at = start + (TensorCore.Quad * rowStride) + (2 * TensorCore.InQuad * columnStride);
        return new FloatC16x8
        {
            R0 = source[at],
            R1 = source[at + columnStride],
            R2 = source[at + (8 * rowStride)],
            R3 = source[at + (8 * rowStride) + columnStride],
        };
    }

    /// <summary>Stores a lane's part.</summary>
    /// <param name="destination">Global or shared memory.</param>
    /// <param name="start">The place of element (0, 0).</param>
    /// <param name="rowStride">The elements from a row to the next.</param>
    /// <param name="columnStride">The elements from a column to the next.</param>
    public readonly void Store(ArrayView<float> destination, int start, int rowStride, int columnStride)
    {
        int at = start + (TensorCore.Quad * rowStride) + (2 * TensorCore.InQuad * columnStride);
        destination[at] = R0;
        destination[at + columnStride] = R1;
        destination[at + (8 * rowStride)] = R2;
        destination[at + (8 * rowStride) + columnStride] = R3;
    }
}
