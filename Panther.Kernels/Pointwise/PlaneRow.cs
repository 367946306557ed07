namespace Panther.Kernels.Pointwise;

/// <summary>A row of a <see cref="Plane"/>, by its place in each dimension.</summary>
/// <param name="Inner">The place in the innermost dimension of the rows.</param>
/// <param name="Middle">The place in the dimension about it.</param>
/// <param name="Outer">The place in the outermost one.</param>
internal readonly record struct PlaneRow(long Inner, long Middle, long Outer)
{
    /// <summary>What <see cref="Offset"/> takes for a stride that only the launch knows.</summary>
    public const int AnyStride = 2;

    /// <summary>Finds a row.</summary>
    /// <param name="plane">The plane.</param>
    /// <param name="row">The row's number.</param>
    /// <param name="dimensions">How many dimensions of the rows are longer than 1, 0 to 3: a compile-time constant, because divisions are slow.</param>
    public static PlaneRow Of(Plane plane, long row, int dimensions)
    {
        if (dimensions < 2)
        {
            return new PlaneRow(row, 0, 0);
        }

        long outer = Quotient(row, plane.Inner);
        long inner = row - (outer * plane.Inner);
        if (dimensions < 3)
        {
            return new PlaneRow(inner, outer, 0);
        }

        long outermost = Quotient(outer, plane.Middle);
        return new PlaneRow(inner, outer - (outermost * plane.Middle), outermost);
    }

    /// <summary>Where an operand's element is.</summary>
    /// <param name="operand">The operand.</param>
    /// <param name="column">The column.</param>
    /// <param name="columnStride">In its two lowest bits 0 or 1 for that stride, or <see cref="AnyStride"/>: a compile-time constant.</param>
    public long Offset<T>(PlaneOperand<T> operand, long column, int columnStride)
        where T : unmanaged
        => ((columnStride & 3) == AnyStride ? column * operand.ColumnStride : (columnStride & 3) * column)
            + (Inner * operand.InnerStride) + (Middle * operand.MiddleStride) + (Outer * operand.OuterStride);

    /// <summary>The quotient of numbers that are not negative: GPUs divide numbers of 32 bits in a quarter of the time.</summary>
    private static long Quotient(long dividend, long divisor)
        => (dividend | divisor) <= uint.MaxValue ? (uint)dividend / (uint)divisor : dividend / divisor;
}
