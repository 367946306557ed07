namespace Panther.Jit.Dialect;

/// <summary>An 8×8 fragment of C, the accumulator, in double precision.</summary>
public struct DoubleC8x8
{
    /// <summary>The element of row g and column 2t.</summary>
    public double R0;

    /// <summary>The element of row g and column 2t + 1.</summary>
    public double R1;

    /// <summary>Loads a lane's part.</summary>
    /// <param name="source">Global or shared memory.</param>
    /// <param name="start">The place of element (0, 0).</param>
    /// <param name="rowStride">The elements from a row to the next.</param>
    /// <param name="columnStride">The elements from a column to the next.</param>
    public static DoubleC8x8 Load(ArrayView<double> source, int start, int rowStride, int columnStride)
    {
        int at = start + (TensorCore.Quad * rowStride) + (2 * TensorCore.InQuad * columnStride);
        return new DoubleC8x8
        {
            R0 = source[at],
            R1 = source[at + columnStride],
        };
    }

    /// <summary>Stores a lane's part.</summary>
    /// <param name="destination">Global or shared memory.</param>
    /// <param name="start">The place of element (0, 0).</param>
    /// <param name="rowStride">The elements from a row to the next.</param>
    /// <param name="columnStride">The elements from a column to the next.</param>
    public readonly void Store(ArrayView<double> destination, int start, int rowStride, int columnStride)
    {
        int at = start + (TensorCore.Quad * rowStride) + (2 * TensorCore.InQuad * columnStride);
        destination[at] = R0;
        destination[at + columnStride] = R1;
    }
}
