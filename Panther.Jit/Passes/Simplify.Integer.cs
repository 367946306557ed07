using System.Numerics;
using Panther.Jit.IR;
using Panther.Jit.Passes.Analysis;

namespace Panther.Jit.Passes;

/// <summary>Integers, which wrap, and truth values.</summary>
internal sealed partial class Simplify
{
    private Value? SimplerInteger(BinaryInstruction i)
    {
        Value x = i.Left;
        Value y = i.Right;
        var c = y as Constant;
        switch (i.Op)
        {
            case BinaryOp.Add:
                return SimplerAdd(x, y, c);
            case BinaryOp.Sub:
                return SimplerSub(x, y, c);
            case BinaryOp.Mul:
                return c is null ? null : SimplerMul(x, c);
            case BinaryOp.And:
                return ReferenceEquals(x, y) ? x : c is null ? null : SimplerAnd(x, c);
            case BinaryOp.Or:
                return ReferenceEquals(x, y) || c is { IsZero: true } ? x : IsAllOnes(c) ? c : null;
            case BinaryOp.Xor:
                return ReferenceEquals(x, y) ? function.Zero(i.Type)
                    : c is { IsZero: true } ? x
                    : IsAllOnes(c) ? Unary(UnaryOp.Not, x) : null;
            case BinaryOp.ShiftLeft or BinaryOp.ShiftRightSigned or BinaryOp.ShiftRightUnsigned:
                return SimplerShift(i, x, c);
            case BinaryOp.DivSigned or BinaryOp.DivUnsigned:
                return c is { IsOne: true } ? x
                    : i.Op == BinaryOp.DivSigned && ValueRange.IsNonNegative(x) && ValueRange.IsNonNegative(y) ? Binary(BinaryOp.DivUnsigned, x, y) : null;
            case BinaryOp.RemSigned or BinaryOp.RemUnsigned:
                return c is { IsOne: true } ? function.Zero(i.Type)
                    : i.Op == BinaryOp.RemSigned && ValueRange.IsNonNegative(x) && ValueRange.IsNonNegative(y) ? Binary(BinaryOp.RemUnsigned, x, y)
                    : i.Op == BinaryOp.RemUnsigned && c is not null && ValueRange.Of(x).Max is var max && ValueRange.IsNonNegative(x)
                        && c.AsInt64 > 0 && max < c.AsInt64 ? x : null;
            case BinaryOp.MinSigned or BinaryOp.MaxSigned or BinaryOp.MinUnsigned or BinaryOp.MaxUnsigned:
                return ReferenceEquals(x, y) ? x : null;
            default:
                return null;
        }
    }

    private Value? SimplerAdd(Value x, Value y, Constant? c)
    {
        if (c is { IsZero: true })
        {
            return x;
        }

        if (c is not null && x is BinaryInstruction { Op: BinaryOp.Add, Right: Constant first } inner)
        {
            return Binary(BinaryOp.Add, inner.Left, function.Constant(c.Type, first.Bits + c.Bits));
        }

        if (y is UnaryInstruction { Op: UnaryOp.Negate } negated)
        {
            return Binary(BinaryOp.Sub, x, negated.Operand);
        }

        if (x is BinaryInstruction { Op: BinaryOp.Sub } difference && ReferenceEquals(difference.Right, y))
        {
            return difference.Left;
        }

        // Constants move outwards, so that they meet each other and the addresses.
        if (x is BinaryInstruction { Op: BinaryOp.Add, Right: Constant left } a && c is null)
        {
            return Binary(BinaryOp.Add, Binary(BinaryOp.Add, a.Left, y), left);
        }

        return y is BinaryInstruction { Op: BinaryOp.Add, Right: Constant right } b
            ? Binary(BinaryOp.Add, Binary(BinaryOp.Add, x, b.Left), right)
            : null;
    }

    private Value? SimplerSub(Value x, Value y, Constant? c)
    {
        if (ReferenceEquals(x, y))
        {
            return function.Zero(x.Type);
        }

        if (c is not null)
        {
            return Binary(BinaryOp.Add, x, function.Constant(c.Type, 0 - c.Bits));
        }

        if (x is Constant { IsZero: true })
        {
            return Unary(UnaryOp.Negate, y);
        }

        if (x is BinaryInstruction { Op: BinaryOp.Add } sum)
        {
            return ReferenceEquals(sum.Left, y) ? sum.Right
                : ReferenceEquals(sum.Right, y) ? sum.Left
                : sum.Right is Constant moved ? Binary(BinaryOp.Add, Binary(BinaryOp.Sub, sum.Left, y), moved) : null;
        }

        return y is UnaryInstruction { Op: UnaryOp.Negate } negated ? Binary(BinaryOp.Add, x, negated.Operand) : null;
    }

    private Value? SimplerMul(Value x, Constant c)
    {
        if (c.IsZero)
        {
            return c;
        }

        if (c.IsOne)
        {
            return x;
        }

        if (c.AsInt64 == -1)
        {
            return Unary(UnaryOp.Negate, x);
        }

        if (x is BinaryInstruction { Op: BinaryOp.Mul, Right: Constant inner } product)
        {
            return Binary(BinaryOp.Mul, product.Left, function.Constant(c.Type, inner.Bits * c.Bits));
        }

        if (x is BinaryInstruction { Op: BinaryOp.ShiftLeft, Right: Constant count } shifted)
        {
            return Binary(BinaryOp.Mul, shifted.Left, function.Constant(c.Type, c.Bits << ((int)count.Bits & (c.Type.Bits - 1))));
        }

        return BitOperations.IsPow2(c.Bits)
            ? Binary(BinaryOp.ShiftLeft, x, function.Int32(BitOperations.TrailingZeroCount(c.Bits)))
            : null;
    }

    private Value? SimplerAnd(Value x, Constant c)
    {
        if (c.IsZero)
        {
            return c;
        }

        if (IsAllOnes(c))
        {
            return x;
        }

        if (x is BinaryInstruction { Op: BinaryOp.And, Right: Constant inner } masked)
        {
            return Binary(BinaryOp.And, masked.Left, function.Constant(c.Type, inner.Bits & c.Bits));
        }

        // A mask of low bits that the value does not exceed.
        if (c.Type != IrType.Bool && BitOperations.IsPow2(c.Bits + 1) && c.AsInt64 > 0)
        {
            ValueRange range = ValueRange.Of(x);
            return range.Min >= 0 && range.Max <= c.AsInt64 ? x : null;
        }

        return null;
    }

    private Value? SimplerShift(BinaryInstruction i, Value x, Constant? c)
    {
        if (x is Constant { IsZero: true })
        {
            return x;
        }

        if (c is null)
        {
            return null;
        }

        int width = i.Type.Bits;
        int count = (int)c.Bits & (width - 1);
        if (count == 0)
        {
            return x;
        }

        if (count != c.AsInt64)
        {
            return Binary(i.Op, x, function.Int32(count));
        }

        if (x is BinaryInstruction { Right: Constant inner } shift && shift.Op == i.Op && inner.AsInt64 + count < width && inner.AsInt64 >= 0)
        {
            return Binary(i.Op, shift.Left, function.Int32((int)inner.AsInt64 + count));
        }

        if (i.Op == BinaryOp.ShiftLeft && x is BinaryInstruction { Op: BinaryOp.Mul, Right: Constant factor } product)
        {
            return Binary(BinaryOp.Mul, product.Left, function.Constant(i.Type, factor.Bits << count));
        }

        return i.Op == BinaryOp.ShiftRightSigned && ValueRange.IsNonNegative(x) ? Binary(BinaryOp.ShiftRightUnsigned, x, c) : null;
    }

    private Value? SimplerUnary(UnaryInstruction i)
    {
        switch (i.Op)
        {
            case UnaryOp.Negate or UnaryOp.Not when i.Operand is UnaryInstruction inner && inner.Op == i.Op:
                return inner.Operand;
            case UnaryOp.Negate when i.Operand is BinaryInstruction { Op: BinaryOp.Sub } difference && i.Type.IsInteger:
                return Binary(BinaryOp.Sub, difference.Right, difference.Left);
            case UnaryOp.Not when i.Operand is CompareInstruction compare && Comparisons.Invert(compare.Op, compare.Left.Type.IsFloat) is { } inverse:
                return Compare(inverse, compare.Left, compare.Right);
            case UnaryOp.Abs when i.Operand is UnaryInstruction { Op: UnaryOp.Abs } or UnaryInstruction { Op: UnaryOp.Negate }:
                var operand = (UnaryInstruction)i.Operand;
                return operand.Op == UnaryOp.Abs ? operand : Unary(UnaryOp.Abs, operand.Operand);
            case UnaryOp.Abs when i.Type.IsInteger && ValueRange.IsNonNegative(i.Operand):
                return i.Operand;
            default:
                return null;
        }
    }

    private static bool IsAllOnes(Constant? c) => c is not null && c.Bits == (c.Type.Bits == 64 ? ulong.MaxValue : (1UL << c.Type.Bits) - 1);
}
