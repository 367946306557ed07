namespace Panther.Jit.Dialect;

/// <summary>A 4×8 fragment of B in double precision.</summary>
public struct DoubleB4x8
{
    /// <summary>The element of row t and column g.</summary>
    public double R0;

    /// <summary>Loads a lane's part.</summary>
    /// <param name="source">Global or shared memory.</param>
    /// <param name="start">The place of element (0, 0).</param>
    /// <param name="rowStride">The elements from a row to the next.</param>
    /// <param name="columnStride">The elements from a column to the next.</param>
    public static DoubleB4x8 Load(ArrayView<double> source, int start, int rowStride, int columnStride)
    {
        int at = start + (TensorCore.InQuad * rowStride) + (TensorCore.Quad * columnStride);
        return new DoubleB4x8
        {
            R0 = source[at],
        };
    }
}
