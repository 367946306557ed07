using System.Reflection;
using Panther.Jit.Compilation;
using Panther.Jit.IR;

namespace Panther.Jit.Frontend;

/// <summary>
/// The operators of the primitive types in generic code (T : INumber&lt;T&gt; and its parts). What is not here is read from .NET's own implementation.
/// </summary>
internal static class OperatorIntrinsics
{
    public static bool TryCall(MethodTranslator t, Type type, MethodInfo method, StackValue[] a, out StackValue? result)
    {
        result = null;
        if (!type.IsPrimitive || method.DeclaringType!.Namespace != "System.Numerics"
            || ArgumentLayout.Scalar(type) is not { Kind: ScalarKind.Int32 or ScalarKind.Int64 or ScalarKind.Float32 or ScalarKind.Float64 } scalar
            || !Array.TrueForAll(a, v => v is ScalarValue))
        {
            return false;
        }

        Value[] values = [.. a.Select(v => t.Emit.Widen(((ScalarValue)v).Value))];
        Value? value = Translate(t.Emit, method.Name, scalar, Emitter.IsUnsigned(type), values);
        result = value is null ? null : new ScalarValue(value);
        return value is not null;
    }

    private static Value? Translate(Emitter emit, string name, IrType scalar, bool isUnsigned, Value[] v)
    {
        switch (v)
        {
            case []:
                return name switch
                {
                    "get_Zero" or "get_AdditiveIdentity" => emit.Function.Zero(scalar),
                    "get_One" or "get_MultiplicativeIdentity" => One(emit, scalar),
                    _ => null,
                };
            case [var x] when x.Type == scalar:
                return name switch
                {
                    "op_UnaryNegation" => emit.Unary(UnaryOp.Negate, x),
                    "op_UnaryPlus" => x,
                    "op_OnesComplement" when scalar.IsInteger => emit.Unary(UnaryOp.Not, x),
                    "op_Increment" => emit.Binary(BinaryOp.Add, x, One(emit, scalar)),
                    "op_Decrement" => emit.Binary(BinaryOp.Sub, x, One(emit, scalar)),
                    _ => null,
                };
            case [var x, var y] when x.Type == scalar && y.Type == scalar:
                return Arithmetic(name, scalar, isUnsigned) is { } op ? emit.Binary(op, x, y)
                    : Comparison(name, scalar, isUnsigned) is { } compare ? emit.Compare(compare, x, y)
                    : null;
            default:
                return null;
        }
    }

    private static Constant One(Emitter emit, IrType scalar) => scalar.Kind switch
    {
        ScalarKind.Float32 => emit.Function.Float32(1),
        ScalarKind.Float64 => emit.Function.Float64(1),
        _ => emit.Function.Constant(scalar, 1),
    };

    private static BinaryOp? Arithmetic(string name, IrType scalar, bool isUnsigned) => name switch
    {
        "op_Addition" => BinaryOp.Add,
        "op_Subtraction" => BinaryOp.Sub,
        "op_Multiply" => BinaryOp.Mul,
        "op_Division" => scalar.IsFloat ? BinaryOp.DivFloat : isUnsigned ? BinaryOp.DivUnsigned : BinaryOp.DivSigned,
        "op_Modulus" => scalar.IsFloat ? BinaryOp.RemFloat : isUnsigned ? BinaryOp.RemUnsigned : BinaryOp.RemSigned,
        "op_BitwiseAnd" when scalar.IsInteger => BinaryOp.And,
        "op_BitwiseOr" when scalar.IsInteger => BinaryOp.Or,
        "op_ExclusiveOr" when scalar.IsInteger => BinaryOp.Xor,
        _ => null,
    };

    private static CompareOp? Comparison(string name, IrType scalar, bool isUnsigned) => (name, scalar.IsFloat, isUnsigned) switch
    {
        ("op_Equality", true, _) => CompareOp.EqualOrdered,
        ("op_Equality", _, _) => CompareOp.Equal,
        ("op_Inequality", true, _) => CompareOp.NotEqualUnordered,
        ("op_Inequality", _, _) => CompareOp.NotEqual,
        ("op_LessThan", true, _) => CompareOp.LessOrdered,
        ("op_LessThan", _, true) => CompareOp.LessUnsigned,
        ("op_LessThan", _, _) => CompareOp.LessSigned,
        ("op_LessThanOrEqual", true, _) => CompareOp.LessEqualOrdered,
        ("op_LessThanOrEqual", _, true) => CompareOp.LessEqualUnsigned,
        ("op_LessThanOrEqual", _, _) => CompareOp.LessEqualSigned,
        ("op_GreaterThan", true, _) => CompareOp.GreaterOrdered,
        ("op_GreaterThan", _, true) => CompareOp.GreaterUnsigned,
        ("op_GreaterThan", _, _) => CompareOp.GreaterSigned,
        ("op_GreaterThanOrEqual", true, _) => CompareOp.GreaterEqualOrdered,
        ("op_GreaterThanOrEqual", _, true) => CompareOp.GreaterEqualUnsigned,
        ("op_GreaterThanOrEqual", _, _) => CompareOp.GreaterEqualSigned,
        _ => null,
    };
}
