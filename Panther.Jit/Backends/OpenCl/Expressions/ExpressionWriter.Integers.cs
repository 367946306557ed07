using System.Globalization;
using Panther.Jit.IR;
using Panther.Jit.Passes.Analysis;

namespace Panther.Jit.Backends.OpenCl.Expressions;

/// <content>Arithmetic on integers and bools. What may overflow is computed without sign; narrow results are cut off to their type.</content>
internal sealed partial class ExpressionWriter
{
    private Expression BoolBinary(BinaryInstruction i)
    {
        Expression left = Write(i.Left);
        Expression right = Write(i.Right);

        // C's own and, or need not look at the right side; where that reads memory, the jump would cost more than the reading.
        bool isLazy = !right.ReadsMemory;
        (string op, Precedence precedence) = i.Op switch
        {
            BinaryOp.And => isLazy ? ("&&", Precedence.LogicalAnd) : ("&", Precedence.And),
            BinaryOp.Or => isLazy ? ("||", Precedence.LogicalOr) : ("|", Precedence.Or),
            BinaryOp.Xor => ("!=", Precedence.Equality),
            _ => throw Unsupported(i, $"{i.Op} of two bools", "use &, | or ^"),
        };
        if (op == "!=" || !isLazy)
        {
            return Expression.Infix(left, op, right, precedence, OpenClType.Bool);
        }

        // Mixed with its sibling, an and is put in parentheses.
        Precedence place = precedence == Precedence.LogicalOr ? Precedence.And : Precedence.LogicalAnd;
        string text = $"{InLogic(left, precedence, place)} {op} {InLogic(right, precedence, place)}";
        return Expression.From(text, precedence, OpenClType.Bool, left, right);
    }

    private static string InLogic(Expression operand, Precedence op, Precedence place) => operand.In(operand.Precedence == op ? op : place + 1);

    private Expression IntegerBinary(BinaryInstruction i)
    {
        switch (i.Op)
        {
            case BinaryOp.Add or BinaryOp.Sub or BinaryOp.Mul:
                return Sum(i);
            case BinaryOp.And or BinaryOp.Or or BinaryOp.Xor:
                (Expression left, Expression right) = Pair(i.Left, i.Right);
                (string op, Precedence precedence) = i.Op switch
                {
                    BinaryOp.And => ("&", Precedence.And),
                    BinaryOp.Or => ("|", Precedence.Or),
                    _ => ("^", Precedence.Xor),
                };
                return CutOff(i, Expression.Infix(left, op, right, precedence, left.Type.IsUnsigned ? left.Type : right.Type));
            case BinaryOp.ShiftLeft:
                Expression shifted = IsExactShift(i) ? Write(i.Left) : Unsigned(i.Left);
                return CutOff(i, Expression.Infix(shifted, "<<", ShiftCount(i), Precedence.Shift, shifted.Type));
            case BinaryOp.ShiftRightSigned or BinaryOp.ShiftRightUnsigned:
                Expression dividend = i.Op == BinaryOp.ShiftRightSigned ? Signed(i.Left) : Unsigned(i.Left);
                return CutOff(i, Expression.Infix(dividend, ">>", ShiftCount(i), Precedence.Shift, dividend.Type));
            case BinaryOp.DivSigned or BinaryOp.DivUnsigned or BinaryOp.RemSigned or BinaryOp.RemUnsigned:
                return Division(i);
            case BinaryOp.MulHighSigned or BinaryOp.MulHighUnsigned:
                return BuiltIn("mul_hi", i, i.Op == BinaryOp.MulHighUnsigned);
            case BinaryOp.MinSigned or BinaryOp.MinUnsigned:
                return BuiltIn("min", i, i.Op == BinaryOp.MinUnsigned);
            case BinaryOp.MaxSigned or BinaryOp.MaxUnsigned:
                return BuiltIn("max", i, i.Op == BinaryOp.MaxUnsigned);
            default:
                throw new InvalidOperationException($"{i.Op} is not an operation on integers.");
        }
    }

    private Expression Sum(BinaryInstruction i)
    {
        (string op, Precedence precedence) = i.Op switch
        {
            BinaryOp.Add => ("+", Precedence.Sum),
            BinaryOp.Sub => ("-", Precedence.Sum),
            _ => ("*", Precedence.Product),
        };
        (Expression left, Expression right) = Pair(i.Left, i.Right);
        if (i.Op == BinaryOp.Add && i.Right is Constant { AsInt64: < 0 and > int.MinValue } subtracted)
        {
            op = "-";
            right = Beside(left, function.Constant(subtracted.Type, 0 - subtracted.Bits));
        }

        bool mayWrap = i.Type.Bits >= 32 ? !signs.IsExact(i) : i is { Op: BinaryOp.Mul, Type.Bits: 16 };
        if (mayWrap && !(left.Type.IsUnsigned && left.Type.Bits >= 32) && !(right.Type.IsUnsigned && right.Type.Bits >= 32))
        {
            OpenClType wide = i.Type.Bits == 64 ? OpenClType.ULong : OpenClType.UInt;
            left = i.Left is Constant constant ? Literal(constant, isUnsigned: true) : left.CastTo(wide);
        }

        // What is extended with its sign needs no cast beside 64 bits.
        if (i.Type.Bits == 64 && i.Right is ConvertInstruction { Op: ConvertOp.SignExtend, Operand.Type.Kind: ScalarKind.Int32 } extended && IsWritten(extended) && left.Type.Bits == 64)
        {
            right = Signed(extended.Operand);
        }

        return CutOff(i, Expression.Infix(left, op, right, precedence, left.Type.IsUnsigned || right.Type.Bits < left.Type.Bits ? left.Type : right.Type));
    }

    /// <summary>Returns whether an instruction is written where it is taken, and has no variable of another width below it.</summary>
    private bool IsWritten(ConvertInstruction extended) => !variables.ContainsKey(extended) && Index(extended) is null;

    /// <summary>C computes narrow integers as int; their results are brought back to the width.</summary>
    private Expression CutOff(Instruction i, Expression result) =>
        i.Type.Bits >= 32 ? result : (result with { Type = OpenClType.Int }).CastTo(OpenClType.Of(i.Type, signs.IsUnsigned(i)));

    private static bool IsExactShift(BinaryInstruction i) => i.Right is Constant count && ValueRange.Of(i.Left) is { Min: >= 0 } range
        && range.Max < 1L << Math.Max(0, i.Type.Bits - 1 - ((int)count.Bits & (i.Type.Bits - 1)));

    /// <summary>OpenCL takes counts modulo the width, but only of what C computes in, which is never below 32 bits.</summary>
    private Expression ShiftCount(BinaryInstruction i)
    {
        int mask = i.Type.Bits - 1;
        if (i.Right is Constant count)
        {
            return Literal(function.Int32((int)count.Bits & mask), isUnsigned: false);
        }

        Expression counted = Write(i.Right);
        return i.Type.Bits >= 32 ? counted : Expression.Infix(counted, "&", Literal(function.Int32(mask), isUnsigned: false), Precedence.And, counted.Type);
    }

    /// <summary>Division by zero gives zero, as on the CPU device, and the overflow of the smallest value by -1 wraps: a host's own instruction would trap.</summary>
    private Expression Division(BinaryInstruction i)
    {
        bool isUnsigned = i.Op is BinaryOp.DivUnsigned or BinaryOp.RemUnsigned;
        bool isRemainder = i.Op is BinaryOp.RemSigned or BinaryOp.RemUnsigned;
        Expression left = isUnsigned ? Unsigned(i.Left) : Signed(i.Left);
        Expression right = isUnsigned ? Unsigned(i.Right) : Signed(i.Right);
        bool isSafe = i.Right is Constant constant
            ? !constant.IsZero && (isUnsigned || constant.AsInt64 != -1)
            : ValueRange.Of(i.Right).Min > 0;
        if (isSafe)
        {
            return CutOff(i, Expression.Infix(left, isRemainder ? "%" : "/", right, Precedence.Product, left.Type));
        }

        OpenClType type = (i.Type.Bits == 64 ? OpenClType.Long : OpenClType.Int).WithSign(isUnsigned);
        return CutOff(i, Expression.Call(library.Division(type, isRemainder), type, left, right));
    }

    /// <summary>The built-in functions ask for two operands of exactly one type.</summary>
    private Expression BuiltIn(string name, BinaryInstruction i, bool isUnsigned)
    {
        OpenClType type = OpenClType.Of(i.Type, isUnsigned);
        return Expression.Call(name, type, Of(i.Left, type), Of(i.Right, type));
    }

    private Expression IntegerUnary(UnaryInstruction i)
    {
        switch (i.Op)
        {
            case UnaryOp.Negate:
                Expression negated = Unsigned(i.Operand);
                return CutOff(i, Expression.Prefix("-", negated, negated.Type));
            case UnaryOp.Not:
                Expression inverted = Write(i.Operand);
                return CutOff(i, Expression.Prefix("~", inverted, inverted.Type));
            case UnaryOp.Abs:
                return Expression.Call("abs", OpenClType.Of(i.Type, isUnsigned: true), Of(i.Operand, OpenClType.Of(i.Type)));
            case UnaryOp.PopCount or UnaryOp.LeadingZeros or UnaryOp.TrailingZeros:
                OpenClType type = OpenClType.Of(i.Type, isUnsigned: true);
                string name = i.Op switch
                {
                    UnaryOp.PopCount => "popcount",
                    UnaryOp.LeadingZeros => "clz",
                    _ => library.TrailingZeros(type),
                };
                return Expression.Call(name, type, Of(i.Operand, type));
            default:
                throw new InvalidOperationException($"{i.Op} is not an operation on integers.");
        }
    }

    /// <summary>Returns an integer as a signed number.</summary>
    private Expression Signed(Value value) => Of(value, OpenClType.Of(value.Type));

    /// <summary>Returns an integer as a number without sign.</summary>
    private Expression Unsigned(Value value) => Of(value, OpenClType.Of(value.Type, isUnsigned: true));

    /// <summary>Returns a value as exactly one type of its own width.</summary>
    private Expression Of(Value value, OpenClType type) => value switch
    {
        Constant constant when type.Bits >= 32 => Literal(constant, type.IsUnsigned),
        Constant constant => (Literal(constant, type.IsUnsigned) with { Type = OpenClType.Int }).CastTo(type),
        IndexInstruction index when !variables.ContainsKey(index) => RawIndex(index.Kind).CastTo(type),
        _ => Write(value).CastTo(type),
    };

    /// <summary>Writes a literal next to another operand, which gives it its type.</summary>
    private static Expression Beside(Expression other, Constant constant) => constant.AsInt64 is >= 0 and <= MostDecimal
        ? new Expression(constant.AsInt64.ToString(CultureInfo.InvariantCulture), Precedence.Primary, other.Type)
        : Literal(constant, other.Type.IsUnsigned);

    /// <summary>Returns two integers of one width, a literal with the other's sign. C itself brings signs together, except those of narrow integers.</summary>
    private (Expression Left, Expression Right) Pair(Value a, Value b)
    {
        if (a is Constant first && b is not Constant)
        {
            Expression other = Write(b);
            return (Beside(other, first), other);
        }

        Expression left = Write(a);
        Expression right = b is Constant second ? Beside(left, second) : Write(b);
        return a.Type.Bits < 32 && left.Type.IsUnsigned != right.Type.IsUnsigned && b is not Constant ? (left, right.CastTo(left.Type)) : (left, right);
    }
}
