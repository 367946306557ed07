namespace Panther.Jit.Dialect;

/// <summary>A 16×8 fragment of C, the accumulator, in half precision, two elements in a register.</summary>
public struct HalfC16x8
{
    /// <summary>Row g, columns 2t and 2t + 1, the first in the low half.</summary>
    public uint R0;

    /// <summary>Row g + 8, columns 2t and 2t + 1, the first in the low half.</summary>
    public uint R1;

    /// <summary>Loads a lane's part.</summary>
    /// <param name="source">Global or shared memory.</param>
    /// <param name="start">The place of element (0, 0).</param>
    /// <param name="rowStride">The elements from a row to the next.</param>
    /// <param name="columnStride">The elements from a column to the next.</param>
    public static HalfC16x8 Load(ArrayView<Half> source, int start, int rowStride, int columnStride)
    {
        int at = start + (TensorCore.Quad * rowStride) + (2 * TensorCore.InQuad * columnStride);
        return new HalfC16x8
        {
            R0 = TensorCore.Pack(source[at], source[at + columnStride]),
            R1 = TensorCore.Pack(source[at + (8 * rowStride)], source[at + (8 * rowStride) + columnStride]),
        };
    }

    /// <summary>Stores a lane's part.</summary>
    /// <param name="destination">Global or shared memory.</param>
    /// <param name="start">The place of element (0, 0).</param>
    /// <param name="rowStride">The elements from a row to the next.</param>
    /// <param name="columnStride">The elements from a column to the next.</param>
    public readonly void Store(ArrayView<Half> destination, int start, int rowStride, int columnStride)
    {
        int at = start + (TensorCore.Quad * rowStride) + (2 * TensorCore.InQuad * columnStride);
        destination[at] = TensorCore.Low(R0);
        destination[at + columnStride] = TensorCore.High(R0);
        destination[at + (8 * rowStride)] = TensorCore.Low(R1);
        destination[at + (8 * rowStride) + columnStride] = TensorCore.High(R1);
    }
}
