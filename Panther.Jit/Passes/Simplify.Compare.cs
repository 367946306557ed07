using Panther.Jit.IR;
using Panther.Jit.Passes.Analysis;

namespace Panther.Jit.Passes;

/// <summary>Comparisons and selects.</summary>
internal sealed partial class Simplify
{
    private Value? SimplerCompare(CompareInstruction i)
    {
        if (i.Left is Constant && i.Right is not Constant)
        {
            return Compare(Comparisons.Swap(i.Op), i.Right, i.Left);
        }

        if (i.Left.Type.IsFloat)
        {
            return null;
        }

        if (ReferenceEquals(i.Left, i.Right))
        {
            return function.Bool(ConstantFolder.Compare(i.Op, i.Left.Type, 0, 0));
        }

        if (i.Left.Type.IsInteger && ValueRange.Decide(i.Op, ValueRange.Of(i.Left), ValueRange.Of(i.Right)) is { } known)
        {
            return function.Bool(known);
        }

        return i.Right is Constant c ? CompareConstant(i, c) : CompareExtended(i);
    }

    private Value? CompareConstant(CompareInstruction i, Constant c)
    {
        bool isEquality = Comparisons.IsEquality(i.Op);
        switch (i.Left)
        {
            case { Type.Kind: ScalarKind.Bool } truth when isEquality:
                return c.AsBool == (i.Op == CompareOp.Equal) ? truth : Unary(UnaryOp.Not, truth);
            case BinaryInstruction { Op: BinaryOp.Add, Right: Constant addend } sum when isEquality:
                return Compare(i.Op, sum.Left, function.Constant(c.Type, c.Bits - addend.Bits));
            case BinaryInstruction { Op: BinaryOp.Sub } difference when isEquality && c.IsZero:
                return Compare(i.Op, difference.Left, difference.Right);
            case SelectInstruction { WhenTrue: Constant a, WhenFalse: Constant b } select:
                return Choose(select.Condition, ConstantFolder.Compare(i.Op, c.Type, a.Bits, c.Bits), ConstantFolder.Compare(i.Op, c.Type, b.Bits, c.Bits));
            case ConvertInstruction { Op: ConvertOp.ZeroExtend, Operand: { Type.Kind: ScalarKind.Bool } truth }:
                return Choose(truth, ConstantFolder.Compare(i.Op, c.Type, 1, c.Bits), ConstantFolder.Compare(i.Op, c.Type, 0, c.Bits));
            case ConvertInstruction { Op: ConvertOp.ZeroExtend or ConvertOp.SignExtend, Operand.Type: { IsInteger: true, Bits: >= 32 } } extended:
                return CompareNarrow(i.Op, extended, function.Constant(extended.Operand.Type, c.Bits), c);
            default:
                return null;
        }
    }

    /// <summary>Compares before widening, where the constant fits the narrow type.</summary>
    private Value? CompareNarrow(CompareOp op, ConvertInstruction extended, Constant narrow, Constant wide)
    {
        if (ConstantFolder.Convert(extended.Op, narrow.Type, wide.Type, narrow.Bits) != wide.Bits)
        {
            return null;
        }

        // Sign extension keeps both orders; zero extension makes the signed order an unsigned one.
        return Compare(extended.Op == ConvertOp.ZeroExtend ? Comparisons.ToUnsigned(op) : op, extended.Operand, narrow);
    }

    private Value? CompareExtended(CompareInstruction i) =>
        i.Left is ConvertInstruction { Op: ConvertOp.ZeroExtend or ConvertOp.SignExtend } a
        && i.Right is ConvertInstruction b && a.Op == b.Op && a.Operand.Type == b.Operand.Type && a.Operand.Type is { IsInteger: true, Bits: >= 32 }
            ? Compare(a.Op == ConvertOp.ZeroExtend ? Comparisons.ToUnsigned(i.Op) : i.Op, a.Operand, b.Operand)
            : null;

    /// <summary>The condition, its opposite, or a constant, by what it leads to.</summary>
    private Value Choose(Value condition, bool whenTrue, bool whenFalse) =>
        whenTrue == whenFalse ? function.Bool(whenTrue) : whenTrue ? condition : Unary(UnaryOp.Not, condition);

    private Value? SimplerSelect(SelectInstruction i)
    {
        if (ReferenceEquals(i.WhenTrue, i.WhenFalse))
        {
            return i.WhenTrue;
        }

        if (i.Condition is Constant condition)
        {
            return condition.AsBool ? i.WhenTrue : i.WhenFalse;
        }

        if (i.Condition is UnaryInstruction { Op: UnaryOp.Not } not)
        {
            return Emit(new SelectInstruction(not.Operand, i.WhenFalse, i.WhenTrue));
        }

        var a = i.WhenTrue as Constant;
        var b = i.WhenFalse as Constant;
        if (i.Type == IrType.Bool)
        {
            return (a, b) switch
            {
                ({ } x, { } y) => Choose(i.Condition, x.AsBool, y.AsBool),
                ({ AsBool: true }, null) => Binary(BinaryOp.Or, i.Condition, i.WhenFalse),
                ({ AsBool: false }, null) => Binary(BinaryOp.And, Unary(UnaryOp.Not, i.Condition), i.WhenFalse),
                (null, { AsBool: true }) => Binary(BinaryOp.Or, Unary(UnaryOp.Not, i.Condition), i.WhenTrue),
                (null, { AsBool: false }) => Binary(BinaryOp.And, i.Condition, i.WhenTrue),
                _ => null,
            };
        }

        if (!i.Type.IsInteger || a is null || b is null)
        {
            return null;
        }

        return a.Bits == 1 && b.IsZero ? Convert(ConvertOp.ZeroExtend, i.Condition, i.Type)
            : a.IsZero && b.Bits == 1 ? Convert(ConvertOp.ZeroExtend, Unary(UnaryOp.Not, i.Condition), i.Type)
            : null;
    }
}
