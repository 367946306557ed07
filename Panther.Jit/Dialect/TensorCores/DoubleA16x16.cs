namespace Panther.Jit.Dialect;

/// <summary>A 16×16 fragment of A in double precision.</summary>
public struct DoubleA16x16
{
    /// <summary>The element of row g and column t.</summary>
    public double R0;

    /// <summary>The element of row g + 8 and column t.</summary>
    public double R1;

    /// <summary>The element of row g and column t + 4.</summary>
    public double R2;

    /// <summary>The element of row g + 8 and column t + 4.</summary>
    public double R3;

    /// <summary>The element of row g and column t + 8.</summary>
    public double R4;

    /// <summary>The element of row g + 8 and column t + 8.</summary>
    public double R5;

    /// <summary>The element of row g and column t + 12.</summary>
    public double R6;

    /// <summary>The element of row g + 8 and column t + 12.</summary>
    public double R7;

    /// <summary>Loads a lane's part.</summary>
    /// <param name="source">Global or shared memory.</param>
    /// <param name="start">The place of element (0, 0).</param>
    /// <param name="rowStride">The elements from a row to the next.</param>
    /// <param name="columnStride">The elements from a column to the next.</param>
    public static DoubleA16x16 Load(ArrayView<double> source, int start, int rowStride, int columnStride)
    {
        int at = start + (TensorCore.Quad * rowStride) + (TensorCore.InQuad * columnStride);
        return new DoubleA16x16
        {
            R0 = source[at],
            R1 = source[at + (8 * rowStride)],
            R2 = source[at + (4 * columnStride)],
            R3 = source[at + (8 * rowStride) + (4 * columnStride)],
            R4 = source[at + (8 * columnStride)],
            R5 = source[at + (8 * rowStride) + (8 * columnStride)],
            R6 = source[at + (12 * columnStride)],
            R7 = source[at + (8 * rowStride) + (12 * columnStride)],
        };
    }
}
