using System.Reflection;
using Panther.Jit.Dialect;
using Panther.Jit.IR;

namespace Panther.Jit.Frontend;

/// <summary>
/// Half and BFloat16: conversions are instructions; comparisons and negation go through float, which is exact. Arithmetic is read from their own
/// code, which computes in float and rounds.
/// </summary>
internal static class HalfIntrinsics
{
    public static bool TryCall(MethodTranslator t, MethodBase method, StackValue[] a, out StackValue? result)
    {
        result = IsNarrow(method.DeclaringType!) && method is MethodInfo { ReturnType: var type } ? Translate(t.Emit, method, type, a) : null;
        return result is not null;
    }

    private static ScalarValue? Translate(Emitter emit, MethodBase method, Type type, StackValue[] a)
    {
        if (method.Name is "op_Explicit" or "op_Implicit")
        {
            Type from = method.GetParameters()[0].ParameterType;
            return IsReal(from) && IsReal(type) && a is [ScalarValue { Value: var value }]
                ? new ScalarValue(emit.Convert(ConvertOp.FloatToFloat, value, TypeLayout.Of(type).Leaves[0].Type))
                : null;
        }

        if (method.Name == "op_UnaryNegation")
        {
            return new ScalarValue(emit.Convert(ConvertOp.FloatToFloat, emit.Unary(UnaryOp.Negate, Widen(emit, a[0])), TypeLayout.Of(type).Leaves[0].Type));
        }

        CompareOp? compare = method.Name switch
        {
            "op_Equality" => CompareOp.EqualOrdered,
            "op_Inequality" => CompareOp.NotEqualUnordered,
            "op_LessThan" => CompareOp.LessOrdered,
            "op_LessThanOrEqual" => CompareOp.LessEqualOrdered,
            "op_GreaterThan" => CompareOp.GreaterOrdered,
            "op_GreaterThanOrEqual" => CompareOp.GreaterEqualOrdered,
            _ => null,
        };
        return compare is { } op ? new ScalarValue(emit.Compare(op, Widen(emit, a[0]), Widen(emit, a[1]))) : null;
    }

    private static Value Widen(Emitter emit, StackValue value) => emit.Convert(ConvertOp.FloatToFloat, ((ScalarValue)value).Value, IrType.Float32);

    private static bool IsNarrow(Type type) => type == typeof(Half) || type == typeof(BFloat16);

    private static bool IsReal(Type type) => IsNarrow(type) || type == typeof(float) || type == typeof(double);
}
