using Panther.Jit.IR;

namespace Panther.Jit.Backends.OpenCl.Expressions;

/// <content>Arithmetic on floats. Halves of both formats are computed in single precision and rounded, as .NET computes them.</content>
internal sealed partial class ExpressionWriter
{
    private Expression FloatBinary(BinaryInstruction i)
    {
        OpenClType type = FloatType(i.Type);
        Expression left = Float(i.Left);
        Expression right = Float(i.Right);
        Expression result = i.Op switch
        {
            BinaryOp.Add => Expression.Infix(left, "+", right, Precedence.Sum, type),
            BinaryOp.Sub => Expression.Infix(left, "-", right, Precedence.Sum, type),
            BinaryOp.Mul => Expression.Infix(left, "*", right, Precedence.Product, type),
            BinaryOp.DivFloat => ThroughDouble(i, type, wide => Expression.Infix(left.CastTo(wide), "/", right, Precedence.Product, wide)),
            BinaryOp.RemFloat => Expression.Call("fmod", type, left, right),
            BinaryOp.MinFloat => Expression.Call(library.Minimum(type), type, left, right),
            BinaryOp.MaxFloat => Expression.Call(library.Maximum(type), type, left, right),
            BinaryOp.CopySign => Expression.Call("copysign", type, left, right),
            _ => throw new InvalidOperationException($"{i.Op} is not an operation on floats."),
        };
        return Rounded(i.Type, result);
    }

    private Expression FloatUnary(UnaryInstruction i)
    {
        OpenClType type = FloatType(i.Type);
        Expression operand = Float(i.Operand);
        Expression result = i.Op switch
        {
            UnaryOp.Negate => Expression.Prefix("-", operand, type),
            UnaryOp.Abs => Expression.Call("fabs", type, operand),
            UnaryOp.Sqrt => ThroughDouble(i, type, wide => Expression.Call("sqrt", wide, operand.CastTo(wide))),
            UnaryOp.Floor => Expression.Call("floor", type, operand),
            UnaryOp.Ceiling => Expression.Call("ceil", type, operand),
            UnaryOp.Truncate => Expression.Call("trunc", type, operand),
            UnaryOp.RoundEven => Expression.Call("rint", type, operand),
            UnaryOp.RcpApprox => type.Bits == 32
                ? Expression.Call("native_recip", type, operand)
                : Expression.Infix(new Expression("1.0", Precedence.Primary, type), "/", operand, Precedence.Product, type),
            UnaryOp.RsqrtApprox => Expression.Call(type.Bits == 32 ? "native_rsqrt" : "rsqrt", type, operand),
            _ => throw new InvalidOperationException($"{i.Op} is not an operation on floats."),
        };
        return Rounded(i.Type, result);
    }

    /// <summary>
    /// Computes a quotient or a root in double where the device does not round the float's own correctly. Rounding twice is as good as rounding once
    /// there, since 53 >= 2 * 24 + 2 (Figueroa, 1995).
    /// </summary>
    private Expression ThroughDouble(Instruction i, OpenClType type, Func<OpenClType, Expression> compute)
    {
        if (type.Bits == 64 || target.CorrectlyRoundedDivideSqrt)
        {
            return compute(type);
        }

        return target.Float64
            ? compute(new OpenClType(ScalarKind.Float64)).CastTo(type)
            : throw Unsupported(i, "correctly rounded float division and square roots", "use a device that has them, or one that computes in double");
    }

    private static OpenClType FloatType(IrType type) => new(type.Kind == ScalarKind.Float64 ? ScalarKind.Float64 : ScalarKind.Float32);

    /// <summary>Returns a value as float or double.</summary>
    private Expression Float(Value value) => value.Type.Kind switch
    {
        ScalarKind.Float16 => Expression.Call(library.HalfToFloat, FloatType(value.Type), Write(value)),
        ScalarKind.BFloat16 => Expression.Call(library.BFloat16ToFloat, FloatType(value.Type), Write(value)),
        _ => Write(value),
    };

    /// <summary>Brings a result to the type of the IR.</summary>
    private Expression Rounded(IrType type, Expression result) => type.Kind switch
    {
        ScalarKind.Float16 => Expression.Call(result.Type.Bits == 64 ? library.DoubleToHalf : library.FloatToHalf, OpenClType.Of(type), result),
        ScalarKind.BFloat16 => Expression.Call(result.Type.Bits == 64 ? library.DoubleToBFloat16 : library.FloatToBFloat16, OpenClType.Of(type), result),
        _ => result,
    };
}
