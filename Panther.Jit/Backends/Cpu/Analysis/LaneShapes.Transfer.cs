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

        if (i.Op is BinaryOp.Add or BinaryOp.Sub)
        {
            return Make(i.Type, LaneShape.Combine(a.Offsets, b.Offsets, i.Op == BinaryOp.Add ? (x, y) => x + y : (x, y) => x - y), Math.Min(a.ZeroBits, b.ZeroBits));
        }

        if (i.Right is Constant right)
        {
            return WithConstant(i.Op, i.Type, a, right);
        }

        if (i.Left is Constant left && i.IsCommutative)
        {
            return WithConstant(i.Op, i.Type, b, left);
        }

        if (i.Op is BinaryOp.And or BinaryOp.Or or BinaryOp.Xor)
        {
            return Bitwise(i.Op, i.Type, a, b);
        }

        return !a.IsUniform || !b.IsUniform ? LaneShape.Varying
            : i.Op == BinaryOp.Mul ? Make(i.Type, null, a.ZeroBits + b.ZeroBits)
            : LaneShape.Uniform;
    }

    /// <summary>Where both sides differ between lanes only in low bits of which neither first lane has any, high and low bits are combined apart.</summary>
    private static LaneShape Bitwise(BinaryOp op, IrType type, LaneShape a, LaneShape b)
    {
        int zeros = Math.Min(a.ZeroBits, b.ZeroBits);
        if (!a.IsDisjointBelow(zeros) || !b.IsDisjointBelow(zeros))
        {
            return LaneShape.Varying;
        }

        LaneOffsets? offsets = LaneShape.Combine(a.Offsets, b.Offsets, (x, y) => op switch
        {
            BinaryOp.And => x & y,
            BinaryOp.Or => x | y,
            _ => x ^ y,
        });
        return Make(type, offsets, op == BinaryOp.And ? Math.Max(a.ZeroBits, b.ZeroBits) : zeros);
    }

    private static LaneShape WithConstant(BinaryOp op, IrType type, LaneShape a, Constant constant)
    {
        long c = constant.AsInt64;
        int zeros = constant.IsZero ? 63 : BitOperations.TrailingZeroCount(constant.Bits);
        int count = (int)c & (type.Bits - 1);
        bool isPower = BitOperations.IsPow2(constant.Bits);
        switch (op)
        {
            case BinaryOp.Mul:
                return Make(type, a.Offsets?.Map(v => v * c), a.ZeroBits + zeros);
            case BinaryOp.ShiftLeft:
                return Make(type, a.Offsets?.Map(v => v << count), a.ZeroBits + count);
            case BinaryOp.And when a.IsDisjoint:
                return Make(type, a.Offsets?.Map(v => v & c), constant.Bits < 1UL << a.ZeroBits ? 63 : Math.Max(a.ZeroBits, zeros));
            case BinaryOp.RemUnsigned when a.IsDisjoint && isPower:
                return Make(type, a.Offsets?.Map(v => v & (c - 1)), a.ZeroBits);
            case BinaryOp.Or when a.IsDisjoint:
                return Make(type, a.Offsets?.Map(v => v & ~c), Math.Min(a.ZeroBits, zeros));
            case BinaryOp.ShiftRightSigned or BinaryOp.ShiftRightUnsigned when a.IsDisjoint:
                return Make(type, a.Offsets?.Map(v => v >> count), a.ZeroBits - count);
            case BinaryOp.DivUnsigned when a.IsDisjoint && isPower:
                return Make(type, a.Offsets?.Map(v => v >> zeros), a.ZeroBits - zeros);
            default:
                return a.IsUniform ? LaneShape.Uniform : LaneShape.Varying;
        }
    }

    private static LaneShape Make(IrType type, LaneOffsets? offsets, int zeroBits) =>
        new(false, type == IrType.Int32 ? offsets?.Map(v => (int)v) : offsets, Math.Clamp(zeroBits, 0, 63));

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
    /// Lanes whose values differ only in low bits, of which the bound has none, are on the same side of it: 16a + i &lt; 16b for all i below 16, or for none.
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

    private static bool IsWithinStep(LaneShape lanes, LaneShape bound) =>
        bound.IsUniform && lanes is { IsDisjoint: true, Offsets: { } offsets } && offsets.Largest < (1L << Math.Min(bound.ZeroBits, 62));

    private static LaneShape Narrowed(LaneShape shape) => shape.IsVarying ? shape : Make(IrType.Int32, shape.Offsets, shape.ZeroBits);

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
        return pointer.IsVarying || index.IsVarying ? LaneShape.Varying : Make(i.Type, LaneShape.Combine(pointer.Offsets, index.Offsets, (x, y) => x + (y * i.Stride)), 0);
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
            IndexKind.Lane => LaneShape.Affine(1, target.Lanes, 63),
            IndexKind.GroupDimX => LaneShape.Constant((ulong)dim.X),
            IndexKind.GroupDimY => LaneShape.Constant((ulong)dim.Y),
            IndexKind.GroupDimZ => LaneShape.Constant((ulong)dim.Z),
            IndexKind.WarpSize => LaneShape.Constant((ulong)target.Lanes),
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
            return new LaneShape(false, LaneOffsets.Of(Enumerable.Range(0, lanes).Select(i => i / step % extent)), 63);
        }

        bool isWholeRows = lanes % step == 0 && ((step * extent) % lanes == 0 || repeats == 1);
        return isWholeRows
            ? new LaneShape(false, LaneOffsets.Of(Enumerable.Range(0, lanes).Select(i => i / step)), BitOperations.Log2((uint)(lanes / step)))
            : LaneShape.Varying;
    }
}
