using Panther.Jit.IR;

namespace Panther.Jit.Passes.Analysis;

/// <summary>Bounds of an integer, taken as signed.</summary>
/// <param name="Min">The least value.</param>
/// <param name="Max">The greatest value.</param>
internal readonly record struct ValueRange(long Min, long Max)
{
    private const int MostDepth = 6;

    /// <summary>No device has larger groups.</summary>
    private const int MostThreads = 1024;

    public static bool IsNonNegative(Value value) => Of(value).Min >= 0;

    /// <summary>Returns the bounds that follow from the few instructions that make the value.</summary>
    public static ValueRange Of(Value value) => Of(value, MostDepth);

    public bool FitsSigned(IrType type) => Min >= All(type).Min && Max <= All(type).Max;

    /// <summary>Returns what a comparison of two integers always gives, or null.</summary>
    public static bool? Decide(CompareOp op, ValueRange a, ValueRange b)
    {
        switch (op)
        {
            case CompareOp.Equal:
                return a.Max < b.Min || b.Max < a.Min ? false : null;
            case CompareOp.NotEqual:
                return a.Max < b.Min || b.Max < a.Min ? true : null;
            case CompareOp.LessSigned or CompareOp.LessUnsigned when IsSafe(op, a, b):
                return a.Max < b.Min ? true : a.Min >= b.Max ? false : null;
            case CompareOp.LessEqualSigned or CompareOp.LessEqualUnsigned when IsSafe(op, a, b):
                return a.Max <= b.Min ? true : a.Min > b.Max ? false : null;
            case CompareOp.GreaterSigned or CompareOp.GreaterUnsigned when IsSafe(op, a, b):
                return a.Min > b.Max ? true : a.Max <= b.Min ? false : null;
            case CompareOp.GreaterEqualSigned or CompareOp.GreaterEqualUnsigned when IsSafe(op, a, b):
                return a.Min >= b.Max ? true : a.Max < b.Min ? false : null;
            default:
                return null;
        }
    }

    /// <summary>The unsigned order is the signed one where nothing is negative.</summary>
    private static bool IsSafe(CompareOp op, ValueRange a, ValueRange b) => Comparisons.IsSigned(op) || (a.Min >= 0 && b.Min >= 0);

    private static ValueRange Of(Value value, int depth)
    {
        if (value is Constant constant)
        {
            return new ValueRange(constant.AsInt64, constant.AsInt64);
        }

        ValueRange all = All(value.Type);
        if (depth == 0 || !value.Type.IsInteger)
        {
            return all;
        }

        ValueRange? range = value switch
        {
            IndexInstruction i => OfIndex(i.Kind),
            DynamicSharedSizeInstruction => new ValueRange(0, int.MaxValue),
            BinaryInstruction i => OfBinary(i, depth - 1),
            ConvertInstruction i => OfConvert(i, depth - 1),
            SelectInstruction i => Union(Of(i.WhenTrue, depth - 1), Of(i.WhenFalse, depth - 1)),
            UnaryInstruction { Op: UnaryOp.PopCount or UnaryOp.LeadingZeros or UnaryOp.TrailingZeros } i => new ValueRange(0, i.Type.Bits),
            PhiInstruction i => OfPhi(i, depth - 1),
            _ => null,
        };
        return range is { } found && found.Min >= all.Min && found.Max <= all.Max ? found : all;
    }

    private static ValueRange All(IrType type) => type.Bits == 64 || type.IsPointer
        ? new ValueRange(long.MinValue, long.MaxValue)
        : new ValueRange(-(1L << (type.Bits - 1)), (1L << (type.Bits - 1)) - 1);

    private static ValueRange Union(ValueRange a, ValueRange b) => new(Math.Min(a.Min, b.Min), Math.Max(a.Max, b.Max));

    private static ValueRange OfIndex(IndexKind kind) => kind switch
    {
        IndexKind.ThreadX or IndexKind.ThreadY or IndexKind.ThreadZ or IndexKind.Lane or IndexKind.Warp => new ValueRange(0, MostThreads - 1),
        IndexKind.GroupDimX or IndexKind.GroupDimY or IndexKind.GroupDimZ or IndexKind.WarpSize => new ValueRange(1, MostThreads),
        IndexKind.GridDimX or IndexKind.GridDimY or IndexKind.GridDimZ => new ValueRange(1, int.MaxValue),
        _ => new ValueRange(0, int.MaxValue - 1),
    };

    /// <summary>Bounds of the exact result; the caller drops them when they exceed the type, where it would wrap.</summary>
    private static ValueRange? OfBinary(BinaryInstruction i, int depth)
    {
        if (IsGridIndex(i))
        {
            return new ValueRange(0, int.MaxValue);
        }

        ValueRange a = Of(i.Left, depth);
        ValueRange b = Of(i.Right, depth);
        switch (i.Op)
        {
            case BinaryOp.Add when IsSmall(a) && IsSmall(b):
                return new ValueRange(a.Min + b.Min, a.Max + b.Max);
            case BinaryOp.Sub when IsSmall(a) && IsSmall(b):
                return new ValueRange(a.Min - b.Max, a.Max - b.Min);
            case BinaryOp.Mul when IsSmall(a) && IsSmall(b) && a.Min >= 0 && b.Min >= 0 && (b.Max == 0 || a.Max <= long.MaxValue / b.Max):
                return new ValueRange(a.Min * b.Min, a.Max * b.Max);
            case BinaryOp.And when a.Min >= 0 || b.Min >= 0:
                return new ValueRange(0, a.Min < 0 ? b.Max : b.Min < 0 ? a.Max : Math.Min(a.Max, b.Max));
            case BinaryOp.ShiftRightUnsigned or BinaryOp.ShiftRightSigned when a.Min >= 0 && i.Right is Constant c:
                return new ValueRange(0, a.Max >> ((int)c.Bits & (i.Type.Bits - 1)));
            case BinaryOp.ShiftLeft when a.Min >= 0 && i.Right is Constant c && a.Max <= long.MaxValue >> ((int)c.Bits & (i.Type.Bits - 1)):
                return new ValueRange(0, a.Max << ((int)c.Bits & (i.Type.Bits - 1)));
            case BinaryOp.DivUnsigned or BinaryOp.DivSigned when a.Min >= 0 && b.Min > 0:
                return new ValueRange(a.Min / b.Max, a.Max / b.Min);
            case BinaryOp.RemUnsigned or BinaryOp.RemSigned when a.Min >= 0 && b.Min > 0:
                return new ValueRange(0, Math.Min(a.Max, b.Max - 1));
            case BinaryOp.RemUnsigned when b.Min > 0:
                return new ValueRange(0, b.Max - 1);
            case BinaryOp.MinSigned:
                return new ValueRange(Math.Min(a.Min, b.Min), Math.Min(a.Max, b.Max));
            case BinaryOp.MaxSigned:
                return new ValueRange(Math.Max(a.Min, b.Min), Math.Max(a.Max, b.Max));
            default:
                return null;
        }
    }

    /// <summary>A thread's index in the grid, group * size + thread: no launch has more than 2^31 - 1 threads in one dimension.</summary>
    private static bool IsGridIndex(BinaryInstruction i)
    {
        if (i.Op != BinaryOp.Add)
        {
            return false;
        }

        (Value product, Value thread) = i.Left is IndexInstruction ? (i.Right, i.Left) : (i.Left, i.Right);
        if (thread is not IndexInstruction { Kind: >= IndexKind.ThreadX and <= IndexKind.ThreadZ } place
            || product is not BinaryInstruction { Op: BinaryOp.Mul or BinaryOp.ShiftLeft } scaled)
        {
            return false;
        }

        byte dimension = (byte)(place.Kind - IndexKind.ThreadX);
        return IsPlace(scaled.Left, IndexKind.GroupX + dimension, IndexKind.GroupDimX + dimension)
            && IsPlace(scaled.Right, IndexKind.GroupX + dimension, IndexKind.GroupDimX + dimension)
            && (scaled.Left is IndexInstruction || scaled.Right is IndexInstruction);
    }

    private static bool IsPlace(Value value, IndexKind group, IndexKind size) =>
        value is Constant || (value is IndexInstruction index && (index.Kind == group || index.Kind == size));

    /// <summary>Sums of two such do not overflow 64 bits.</summary>
    private static bool IsSmall(ValueRange range) => range.Min >= -(1L << 61) && range.Max <= 1L << 61;

    private static ValueRange? OfConvert(ConvertInstruction i, int depth)
    {
        ValueRange inner = i.Operand.Type == IrType.Bool ? new ValueRange(0, 1) : Of(i.Operand, depth);
        return i.Op switch
        {
            ConvertOp.SignExtend => inner,
            ConvertOp.ZeroExtend => inner.Min >= 0 ? inner : new ValueRange(0, (long)(ulong.MaxValue >> (64 - Math.Min(63, i.Operand.Type.Bits)))),
            ConvertOp.Truncate => inner,
            _ => null,
        };
    }

    /// <summary>
    /// A counter that starts at a known place and steps upwards by one stays above its start when every step is taken only while the
    /// counter is below something: it cannot reach the greatest value and wrap.
    /// </summary>
    private static ValueRange? OfPhi(PhiInstruction phi, int depth)
    {
        if (phi.Operands.Count != 2)
        {
            return null;
        }

        for (int i = 0; i < 2; i++)
        {
            if (phi.Operands[i] is BinaryInstruction { Op: BinaryOp.Add, Right: Constant { IsOne: true } } next
                && ReferenceEquals(next.Left, phi)
                && IsBounded(phi, next, phi.Sources[i]))
            {
                ValueRange start = Of(phi.Operands[1 - i], depth);
                long most = All(phi.Type).Max;
                return start.Max < most ? start with { Max = most } : null;
            }
        }

        return null;
    }

    /// <summary>Looks for a test of the counter, or of its successor, on the one way that leads to the back edge.</summary>
    private static bool IsBounded(PhiInstruction phi, BinaryInstruction next, Block latch)
    {
        Block header = phi.Block ?? latch;
        Block block = latch;
        Block to = header;
        for (int steps = 0; steps < MostDepth; steps++)
        {
            if (block.Terminator is ConditionalBranchInstruction { Condition: CompareInstruction test } branch
                && !ReferenceEquals(branch.WhenTrue, branch.WhenFalse))
            {
                bool taken = ReferenceEquals(branch.WhenTrue, to);
                CompareOp? op = taken ? test.Op : Comparisons.Invert(test.Op, false);
                if (op is CompareOp.LessSigned && (ReferenceEquals(test.Left, phi) || ReferenceEquals(test.Left, next)))
                {
                    return true;
                }

                if (op is CompareOp.GreaterSigned && (ReferenceEquals(test.Right, phi) || ReferenceEquals(test.Right, next)))
                {
                    return true;
                }
            }

            if (ReferenceEquals(block, header) || SinglePredecessor(block) is not { } before)
            {
                return false;
            }

            to = block;
            block = before;
        }

        return false;
    }

    private static Block? SinglePredecessor(Block block)
    {
        Block? single = null;
        foreach (Block other in block.Function.Blocks)
        {
            foreach (Block successor in other.Successors)
            {
                if (ReferenceEquals(successor, block))
                {
                    if (single is not null)
                    {
                        return null;
                    }

                    single = other;
                }
            }
        }

        return single;
    }
}
