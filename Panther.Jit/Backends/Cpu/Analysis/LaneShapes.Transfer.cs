using System.Numerics;
using Panther.Jit.IR;

namespace Panther.Jit.Backends.Cpu.Analysis;

/// <summary>What operations make of shapes.</summary>
internal sealed partial class LaneShapes
{
    private static LaneShape Binary(BinaryInstruction i, Func<Value, LaneShape> shape)
    {
        LaneShape a = shape(i.Left);
        LaneShape b = shape(i.Right);
        if (a.IsVarying || b.IsVarying)
        {
            return LaneShape.Varying;
        }

        if (i.Type.Kind is not (ScalarKind.Int32 or ScalarKind.Int64))
        {
            return a.IsUniform && b.IsUniform ? LaneShape.Uniform : LaneShape.Varying;
        }

        switch (i.Op)
        {
            case BinaryOp.Add:
                return Make(i.Type, LaneShape.Combine(a.Offsets, b.Offsets, (x, y) => x + y), Math.Min(a.KnownBits, b.KnownBits), a.Low + b.Low);
            case BinaryOp.Sub:
                return Make(i.Type, LaneShape.Combine(a.Offsets, b.Offsets, (x, y) => x - y), Math.Min(a.KnownBits, b.KnownBits), a.Low - b.Low);
            case BinaryOp.And or BinaryOp.Or or BinaryOp.Xor:
                return Bitwise(i.Op, i.Type, a, b);
            case BinaryOp.Mul when i.Left is not Constant && i.Right is not Constant && a.IsUniform && b.IsUniform:
                return a.Low == 0 && b.Low == 0
                    ? Make(i.Type, null, a.KnownBits + b.KnownBits, 0)
                    : Make(i.Type, null, Math.Min(a.KnownBits, b.KnownBits), a.Low * b.Low);
            default:
                break;
        }

        return i.Right is Constant right ? WithConstant(i.Op, i.Type, a, right)
            : i.Left is Constant left && i.IsCommutative ? WithConstant(i.Op, i.Type, b, left)
            : a.IsUniform && b.IsUniform ? LaneShape.Uniform
            : LaneShape.Varying;
    }

    /// <summary>Where both sides differ between lanes only in low bits that are known, high and low bits are combined apart.</summary>
    private static LaneShape Bitwise(BinaryOp op, IrType type, LaneShape a, LaneShape b)
    {
        long Combined(long x, long y) => op switch
        {
            BinaryOp.And => x & y,
            BinaryOp.Or => x | y,
            _ => x ^ y,
        };

        int bits = Math.Min(a.KnownBits, b.KnownBits);
        if (a.LowOfLanes(bits) is not { } left || b.LowOfLanes(bits) is not { } right)
        {
            return LaneShape.Varying;
        }

        long low = Combined(left[0], right[0]);
        int lanes = Math.Max(left.Length, right.Length);
        var offsets = LaneOffsets.Of(Enumerable.Range(0, lanes).Select(i => Combined(left[i % left.Length], right[i % right.Length]) - low));
        return op == BinaryOp.And && (IsBelow(a, bits) || IsBelow(b, bits)) ? Make(type, offsets, int.MaxValue, low)
            : op == BinaryOp.And && low == 0 && offsets is null ? Make(type, null, Math.Max(a.ZeroBits, b.ZeroBits), 0)
            : Make(type, offsets, bits, low);
    }

    /// <summary>Returns whether a value is a constant, in all lanes, of so many bits.</summary>
    private static bool IsBelow(LaneShape shape, int bits) => shape.IsUniform && shape.KnownBits > bits && shape.Low < 1L << bits && shape == LaneShape.Constant(shape.Low);

    private static LaneShape WithConstant(BinaryOp op, IrType type, LaneShape a, Constant constant)
    {
        long c = constant.AsInt64;
        int count = (int)c & (type.Bits - 1);
        switch (op)
        {
            case BinaryOp.Mul:
                return Make(type, a.Offsets?.Map(v => v * c), a.KnownBits + (c == 0 ? 62 : BitOperations.TrailingZeroCount(c)), a.Low * c);
            case BinaryOp.ShiftLeft:
                return Make(type, a.Offsets?.Map(v => v << count), a.KnownBits + count, a.Low << count);
            case BinaryOp.ShiftRightSigned or BinaryOp.ShiftRightUnsigned:
                return ShiftedRight(type, a, count);
            case BinaryOp.DivUnsigned when c > 0 && BitOperations.IsPow2(c):
                return ShiftedRight(type, a, BitOperations.TrailingZeroCount(c));
            case BinaryOp.RemUnsigned when c > 0 && BitOperations.IsPow2(c):
                return Bitwise(BinaryOp.And, type, a, LaneShape.Constant(c - 1));
            default:
                return a.IsUniform ? LaneShape.Uniform : LaneShape.Varying;
        }
    }

    private static LaneShape ShiftedRight(IrType type, LaneShape a, int count)
    {
        if (a.LowOfLanes(a.KnownBits) is not { } low)
        {
            return LaneShape.Varying;
        }

        long first = low[0] >> count;
        return Make(type, LaneOffsets.Of(low.Select(v => (v >> count) - first)), a.KnownBits - count, first);
    }

    private static LaneShape Make(IrType type, LaneOffsets? offsets, int knownBits, long low)
    {
        // A 32-bit value that may have wrapped is known in its own bits only.
        bool isSmall = low is >= 0 and <= int.MaxValue;
        return type == IrType.Int32
            ? LaneShape.Of(offsets?.Map(v => (int)v), isSmall ? knownBits : Math.Min(knownBits, 31), low)
            : LaneShape.Of(offsets, knownBits, low);
    }

    private (LaneShape, LaneShape) Convert(ConvertInstruction i)
    {
        LaneShape whole = Exact(i.Operand);
        LaneShape relaxed = ForAddress(i.Operand);
        return i.Op switch
        {
            ConvertOp.PointerToInt or ConvertOp.IntToPointer => (whole, relaxed),
            ConvertOp.Truncate when i.Type == IrType.Int32 => (Narrowed(whole), Narrowed(relaxed)),
            ConvertOp.SignExtend when i.Type == IrType.Int64 && i.Operand.Type == IrType.Int32 =>
                (whole.IsUniform || IsNotNegative(i.Operand) ? whole : LaneShape.Varying, relaxed),
            ConvertOp.ZeroExtend when i.Type == IrType.Int64 && i.Operand.Type == IrType.Int32 && IsNotNegative(i.Operand) => (whole, relaxed),
            _ => Both(whole.IsUniform ? LaneShape.Uniform : LaneShape.Varying),
        };
    }

    /// <summary>
    /// Lanes whose values differ only in low bits are on the same side of a bound whose low bits are beyond theirs, or not: 16a + i &lt; 16b for all i below 16,
    /// or for none.
    /// </summary>
    private LaneShape Compare(CompareInstruction i)
    {
        LaneShape left = Exact(i.Left);
        LaneShape right = Exact(i.Right);
        bool isUniform = left.IsUniform && right.IsUniform;
        bool agrees = i.Op switch
        {
            CompareOp.LessSigned or CompareOp.LessUnsigned or CompareOp.GreaterEqualSigned or CompareOp.GreaterEqualUnsigned => IsWithinStep(left, right),
            CompareOp.GreaterSigned or CompareOp.GreaterUnsigned or CompareOp.LessEqualSigned or CompareOp.LessEqualUnsigned => IsWithinStep(right, left),
            _ => false,
        };
        return isUniform || agrees ? LaneShape.Uniform : LaneShape.Varying;
    }

    private static bool IsWithinStep(LaneShape lanes, LaneShape bound)
    {
        int bits = Math.Min(lanes.KnownBits, bound.KnownBits);
        return bound.IsUniform && lanes.LowOfLanes(bits) is { } low && bound.LowOfLanes(bits) is [long limit] && (low.All(v => v < limit) || low.All(v => v >= limit));
    }

    private static LaneShape Narrowed(LaneShape shape) => shape.IsVarying ? shape : Make(IrType.Int32, shape.Offsets, Math.Min(shape.KnownBits, 31), shape.Low);

    /// <summary>Returns whether a 32-bit value is surely not negative in any lane, so that extending it cannot tear the lanes apart.</summary>
    private static bool IsNotNegative(Value value) => value switch
    {
        IndexInstruction => true,
        Constant c => c.AsInt64 >= 0,
        BinaryInstruction { Op: BinaryOp.And, Right: Constant c } => c.AsInt64 >= 0,
        BinaryInstruction { Op: BinaryOp.ShiftRightUnsigned, Right: Constant c } => (c.AsInt64 & 31) != 0,
        BinaryInstruction { Op: BinaryOp.RemUnsigned, Right: Constant c } => c.AsInt64 > 0,
        BinaryInstruction { Op: BinaryOp.DivUnsigned, Right: Constant c } => c.AsInt64 > 1,
        _ => false,
    };

    private LaneShape Gep(GepInstruction i)
    {
        LaneShape pointer = ForAddress(i.Pointer);
        LaneShape index = ForAddress(i.Index);
        return pointer.IsVarying || index.IsVarying ? LaneShape.Varying : Make(i.Type, LaneShape.Combine(pointer.Offsets, index.Offsets, (x, y) => x + (y * i.Stride)), 0, 0);
    }

    private static LaneShape Select(SelectInstruction i, Func<Value, LaneShape> shape) =>
        shape(i.Condition).IsUniform ? LaneShape.Join(shape(i.WhenTrue), shape(i.WhenFalse)) : LaneShape.Varying;

    private LaneShape IndexShape(IndexKind kind)
    {
        Dialect.Index3D dim = target.GroupDim;
        return kind switch
        {
            IndexKind.ThreadX => Dimension(1, dim.X, (long)dim.Y * dim.Z),
            IndexKind.ThreadY => Dimension(dim.X, dim.Y, dim.Z),
            IndexKind.ThreadZ => Dimension((long)dim.X * dim.Y, dim.Z, 1),
            IndexKind.Lane => LaneShape.Affine(1, target.Lanes, 62),
            IndexKind.GroupDimX => LaneShape.Constant(dim.X),
            IndexKind.GroupDimY => LaneShape.Constant(dim.Y),
            IndexKind.GroupDimZ => LaneShape.Constant(dim.Z),
            IndexKind.WarpSize => LaneShape.Constant(target.Lanes),
            _ => LaneShape.Uniform,
        };
    }

    /// <summary>The shape of a thread index, by the threads that one step of it spans, its extent and the number of times it runs through.</summary>
    private LaneShape Dimension(long step, long extent, long repeats)
    {
        int lanes = target.Lanes;
        int warpBits = BitOperations.Log2((uint)lanes);
        if (extent == 1 || step % lanes == 0)
        {
            return LaneShape.Uniform;
        }

        if (step == 1 && (extent % lanes == 0 || repeats == 1))
        {
            return LaneShape.Affine(1, lanes, warpBits);
        }

        // Rows that divide a warp come back the same in each.
        if (lanes % (step * extent) == 0)
        {
            return new LaneShape(false, LaneOffsets.Of(Enumerable.Range(0, lanes).Select(i => i / step % extent)), 62, 0);
        }

        bool isWholeRows = lanes % step == 0 && ((step * extent) % lanes == 0 || repeats == 1);
        return isWholeRows
            ? new LaneShape(false, LaneOffsets.Of(Enumerable.Range(0, lanes).Select(i => i / step)), BitOperations.Log2((uint)(lanes / step)), 0)
            : LaneShape.Varying;
    }
}
