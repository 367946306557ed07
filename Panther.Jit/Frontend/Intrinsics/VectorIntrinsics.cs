using System.Numerics;
using System.Reflection;
using Panther.Jit.IR;

namespace Panther.Jit.Frontend;

/// <summary>
/// Construction and operators of Vector2, Vector3 and Vector4, component by component. .NET writes them with host vectors.
/// </summary>
internal static class VectorIntrinsics
{
    public static bool IsVector(Type type) => type == typeof(Vector2) || type == typeof(Vector3) || type == typeof(Vector4);

    public static StackValue? Construct(MethodTranslator t, MethodBase constructor, StackValue[] a)
    {
        Type type = constructor.DeclaringType!;
        int count = TypeLayout.Of(type).Leaves.Count;
        if (Array.Exists(a, v => v is AggregateValue { Type: var part } && !IsVector(part)))
        {
            return null;
        }

        Value[] parts = [.. a.SelectMany(v => v is AggregateValue vector ? vector.Leaves : [((ScalarValue)v).Value])];
        if (parts.Length == 1)
        {
            parts = [.. Enumerable.Repeat(parts[0], count)];
        }

        return parts.Length == count ? new AggregateValue(type, [.. parts.Select(p => t.Emit.ToMemory(p, IrType.Float32))]) : null;
    }

    public static bool TryCall(MethodTranslator t, MethodBase method, StackValue[] a, out StackValue? result)
    {
        result = null;
        Type type = method.DeclaringType!;
        if (!IsVector(type))
        {
            return false;
        }

        if (method.IsConstructor && Construct(t, method, a[1..]) is { } made)
        {
            t.Emit.Store(t.Pointer(a[0]), type, made);
            return true;
        }

        result = Translate(t.Emit, type, method.Name, a);
        return result is not null;
    }

    private static AggregateValue? Translate(Emitter emit, Type type, string name, StackValue[] a)
    {
        int count = TypeLayout.Of(type).Leaves.Count;
        BinaryOp? op = name switch
        {
            "op_Addition" => BinaryOp.Add,
            "op_Subtraction" => BinaryOp.Sub,
            "op_Multiply" => BinaryOp.Mul,
            "op_Division" => BinaryOp.DivFloat,
            _ => null,
        };
        if (op is { } arithmetic && a.Length == 2)
        {
            Value[] left = Components(a[0], count);
            Value[] right = Components(a[1], count);
            return new AggregateValue(type, [.. left.Select((l, i) => emit.Binary(arithmetic, l, right[i]))]);
        }

        return (name, a) switch
        {
            ("op_UnaryNegation", [var value]) => new AggregateValue(type, [.. Components(value, count).Select(v => emit.Unary(UnaryOp.Negate, v))]),
            ("get_Zero", []) => new AggregateValue(type, [.. Enumerable.Repeat(emit.Function.Float32(0), count)]),
            ("get_One", []) => new AggregateValue(type, [.. Enumerable.Repeat(emit.Function.Float32(1), count)]),
            _ => null,
        };
    }

    /// <summary>A scalar stands for a vector of equal components.</summary>
    private static Value[] Components(StackValue value, int count) => value is AggregateValue vector
        ? vector.Leaves
        : [.. Enumerable.Repeat(((ScalarValue)value).Value, count)];
}
