using Panther.Jit.IR;
using Panther.Jit.Passes;

namespace Panther.Jit.Backends.OpenCl.Expressions;

/// <content>Comparisons and negation.</content>
internal sealed partial class ExpressionWriter
{
    /// <summary>Returns the opposite of a bool.</summary>
    public Expression WriteNot(Value value)
    {
        switch (value)
        {
            case Constant constant:
                return Literal(function.Bool(!constant.AsBool), isUnsigned: false);
            case UnaryInstruction { Op: UnaryOp.Not } not when folding.IsFolded(not):
                return Write(not.Operand);
            case CompareInstruction compare when folding.IsFolded(compare) && Inverted(compare.Op) is { } op:
                return Compare(op, compare.Left, compare.Right);
            default:
                return Expression.Prefix("!", Write(value), OpenClType.Bool);
        }
    }

    /// <summary>Returns the opposite where C has an operator for it; of the orders of floats it has only those that are false for NaN.</summary>
    private static CompareOp? Inverted(CompareOp op) => op switch
    {
        <= CompareOp.GreaterEqualUnsigned => Comparisons.Invert(op, false),
        CompareOp.EqualOrdered => CompareOp.NotEqualUnordered,
        CompareOp.NotEqualUnordered => CompareOp.EqualOrdered,
        CompareOp.LessUnordered => CompareOp.GreaterEqualOrdered,
        CompareOp.LessEqualUnordered => CompareOp.GreaterOrdered,
        CompareOp.GreaterUnordered => CompareOp.LessEqualOrdered,
        CompareOp.GreaterEqualUnordered => CompareOp.LessOrdered,
        _ => null,
    };

    private Expression Compare(CompareOp op, Value a, Value b)
    {
        if (op is >= CompareOp.LessUnordered and <= CompareOp.GreaterEqualUnordered)
        {
            return Expression.Prefix("!", Compare(Inverted(op)!.Value, a, b), OpenClType.Bool);
        }

        (Expression left, Expression right) = Operands(op, a, b);
        string sign = op switch
        {
            CompareOp.Equal or CompareOp.EqualOrdered => "==",
            CompareOp.NotEqual or CompareOp.NotEqualUnordered => "!=",
            CompareOp.LessSigned or CompareOp.LessUnsigned or CompareOp.LessOrdered => "<",
            CompareOp.LessEqualSigned or CompareOp.LessEqualUnsigned or CompareOp.LessEqualOrdered => "<=",
            CompareOp.GreaterSigned or CompareOp.GreaterUnsigned or CompareOp.GreaterOrdered => ">",
            _ => ">=",
        };
        return Expression.Infix(left, sign, right, sign is "==" or "!=" ? Precedence.Equality : Precedence.Order, OpenClType.Bool);
    }

    private (Expression Left, Expression Right) Operands(CompareOp op, Value a, Value b)
    {
        if (a.Type.IsFloat)
        {
            return (Float(a), Float(b));
        }

        if (a.Type.IsPointer)
        {
            OpenClType type = a is Constant ? elements.TypeOf(b) : elements.TypeOf(a);
            return (Write(a).CastTo(type), Write(b).CastTo(type));
        }

        if (!a.Type.IsInteger)
        {
            return (Write(a), Write(b));
        }

        if (op is CompareOp.Equal or CompareOp.NotEqual)
        {
            return Pair(a, b);
        }

        if (op is >= CompareOp.LessUnsigned and <= CompareOp.GreaterEqualUnsigned)
        {
            return a is Constant first ? (Beside(Unsigned(b), first), Unsigned(b))
                : b is Constant second ? (Unsigned(a), Beside(Unsigned(a), second)) : (Unsigned(a), Unsigned(b));
        }

        // The thread's index needs no narrowing to be compared.
        return (a is Constant c ? Beside(WideOrSigned(b), c) : WideOrSigned(a), b is Constant d ? Beside(WideOrSigned(a), d) : WideOrSigned(b));
    }

    private Expression WideOrSigned(Value value) =>
        variables.TryGetValue(value, out Variable? variable) && variable.Type == OpenClType.Long ? Expression.Of(variable) : Signed(value);
}
