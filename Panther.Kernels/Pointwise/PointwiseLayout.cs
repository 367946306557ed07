using Panther.Jit.Dialect;

namespace Panther.Kernels.Pointwise;

/// <summary>The dimensions of a pointwise launch in as few as the strides of all operands allow: neighbours that lie as one become one.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal ref struct PointwiseLayout<T>
    where T : unmanaged
{
    private const int Operands = 5;
    private readonly Span<long> extents;
    private readonly Span<long> strides;

    /// <summary>Takes the dimensions of a shape.</summary>
    /// <param name="scratch">Memory for <see cref="ScratchLength"/> numbers.</param>
    /// <param name="shape">The result's extents.</param>
    /// <param name="first">The first operand; the others may be missing.</param>
    /// <param name="second">The second operand.</param>
    /// <param name="third">The third operand.</param>
    /// <param name="fourth">The fourth operand.</param>
    /// <param name="destination">The destination.</param>
    public PointwiseLayout(
        Span<long> scratch,
        ReadOnlySpan<long> shape,
        StridedOperand<T> first,
        StridedOperand<T> second,
        StridedOperand<T> third,
        StridedOperand<T> fourth,
        StridedOperand<T> destination)
    {
        extents = scratch[..Math.Max(1, shape.Length)];
        strides = scratch.Slice(extents.Length, extents.Length * Operands);
        extents.Fill(1);
        strides.Clear();
        for (int dimension = shape.Length - 1; dimension >= 0; dimension--)
        {
            if (shape[dimension] != 1)
            {
                Add(
                    shape[dimension],
                    [At(first, dimension), At(second, dimension), At(third, dimension), At(fourth, dimension), At(destination, dimension)]);
            }
        }
    }

    /// <summary>Gets the number of dimensions that are left, the innermost first.</summary>
    public int Rank { get; private set; }

    /// <summary>Gets a value indicating whether every operand that is there lies densely in the order of the destination.</summary>
    public readonly bool IsDense(int arity)
    {
        bool isDense = Rank <= 1;
        for (int operand = 0; Rank == 1 && operand < arity; operand++)
        {
            isDense &= Stride(operand, 0) == 1;
        }

        return isDense && (Rank == 0 || Stride(Operands - 1, 0) == 1);
    }

    /// <summary>The numbers that a layout of some rank needs.</summary>
    /// <param name="rank">The rank.</param>
    public static int ScratchLength(int rank) => (Operands + 1) * Math.Max(1, rank);

    /// <summary>The extent of a dimension; 1 beyond the rank.</summary>
    /// <param name="dimension">The dimension, 0 for the innermost.</param>
    public readonly long Extent(int dimension) => dimension < Rank ? extents[dimension] : 1;

    /// <summary>The stride of an operand along a dimension; 0 beyond the rank.</summary>
    /// <param name="operand">The operand; 4 is the destination.</param>
    /// <param name="dimension">The dimension.</param>
    public readonly long Stride(int operand, int dimension) => dimension < Rank ? strides[(dimension * Operands) + operand] : 0;

    /// <summary>An operand at the places of the four innermost dimensions.</summary>
    /// <param name="operand">The operand; 4 is the destination.</param>
    /// <param name="elements">Its elements.</param>
    public readonly PlaneOperand<T> Operand(int operand, ArrayView<T> elements) =>
        new(elements, Stride(operand, 0), Stride(operand, 1), Stride(operand, 2), Stride(operand, 3));

    /// <summary>What the kernel knows of the strides of columns at compile time.</summary>
    /// <param name="arity">The operands that are read.</param>
    public readonly int ColumnStrides(int arity)
    {
        int code = 0;
        for (int operand = 0; operand < Operands; operand++)
        {
            if (operand < arity || operand == Operands - 1)
            {
                code |= (int)Math.Min(PlaneRow.AnyStride, Stride(operand, 0)) << (2 * operand);
            }
        }

        return code;
    }

    private static long At(StridedOperand<T> operand, int dimension) => operand.Strides.IsEmpty ? 0 : operand.Strides[dimension];

    private void Add(long extent, scoped ReadOnlySpan<long> steps)
    {
        bool continues = Rank > 0;
        for (int operand = 0; continues && operand < Operands; operand++)
        {
            continues = steps[operand] == strides[((Rank - 1) * Operands) + operand] * extents[Rank - 1];
        }

        if (continues)
        {
            extents[Rank - 1] *= extent;
            return;
        }

        extents[Rank] = extent;
        steps.CopyTo(strides[(Rank * Operands)..]);
        Rank++;
    }
}
