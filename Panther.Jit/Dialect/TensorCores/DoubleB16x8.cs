namespace Panther.Jit.Dialect;

/// <summary>A 16×8 fragment of B in double precision.</summary>
public struct DoubleB16x8
{
    /// <summary>The element of row t and column g.</summary>
    public double R0;

    /// <summary>The element of row t + 4 and column g.</summary>
    public double R1;

    /// <summary>The element of row t + 8 and column g.</summary>
    public double R2;

    /// <summary>The element of row t + 12 and column g.</summary>
    public double R3;

    /// <summary>Loads a lane's part.</summary>
    /// <param name="source">Global or shared memory.</param>
    /// <param name="start">The place of element (0, 0).</param>
    /// <param name="rowStride">The elements from a row to the next.</param>
    /// <param name="columnStride">The elements from a column to the next.</param>
    public static DoubleB16x8 Load(ArrayView<double> source, int start, int rowStride, int columnStride)
    {
        int at = start + (TensorCore.InQuad * rowStride) + (TensorCore.Quad * columnStride);
        return new DoubleB16x8
        {
            R0 = source[at],
            R1 = source[at + (4 * rowStride)],
            R2 = source[at + (8 * rowStride)],
            R3 = source[at + (12 * rowStride)],
        };
    }
}
