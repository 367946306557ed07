namespace Panther.Jit.Dialect;

/// <summary>An 8×4 fragment of A in double precision.</summary>
public struct DoubleA8x4
{
    /// <summary>The element of row g and column t.</summary>
    public double R0;

    /// <summary>Loads a lane's part.</summary>
    /// <param name="source">Global or shared memory.</param>
    /// <param name="start">The place of element (0, 0).</param>
    /// <param name="rowStride">The elements from a row to the next.</param>
    /// <param name="columnStride">The elements from a column to the next.</param>
    public static DoubleA8x4 Load(ArrayView<double> source, int start, int rowStride, int columnStride)
    {
        int at = start + (TensorCore.Quad * rowStride) + (TensorCore.InQuad * columnStride);
        return new DoubleA8x4
        {
            R0 = source[at],
        };
    }
}
