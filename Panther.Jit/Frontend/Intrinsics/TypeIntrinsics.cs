using System.Reflection;
using System.Runtime.CompilerServices;

namespace Panther.Jit.Frontend;

/// <summary>Questions about types, which generic code asks and which have their answer at compile time.</summary>
internal static class TypeIntrinsics
{
    public static bool TryCall(MethodTranslator t, MethodBase method, StackValue[] a, out StackValue? result)
    {
        result = Translate(t, method, a);
        return result is not null;
    }

    private static StackValue? Translate(MethodTranslator t, MethodBase method, StackValue[] a)
    {
        Type declaring = method.DeclaringType!;
        if (method.Name is "get_IsSupported" or "get_IsHardwareAccelerated"
            && declaring.FullName!.StartsWith("System.Runtime.Intrinsics.", StringComparison.Ordinal))
        {
            return Bool(t, false);
        }

        if (declaring == typeof(RuntimeHelpers))
        {
            return method.Name switch
            {
                nameof(RuntimeHelpers.IsReferenceOrContainsReferences) => Bool(t, false),
                "IsKnownConstant" => Bool(t, false),
                "IsBitwiseEquatable" => Bool(t, false),
                _ => null,
            };
        }

        if (declaring == typeof(BitConverter) && method.Name == "get_IsLittleEndian")
        {
            return Bool(t, true);
        }

        return declaring == typeof(Type) ? OfType(t, method, a) : null;
    }

    private static StackValue? OfType(MethodTranslator t, MethodBase method, StackValue[] a) => (method.Name, a) switch
    {
        (nameof(Type.GetTypeFromHandle), [TypeToken token]) => token,
        ("get_TypeHandle", [TypeToken token]) => token,
        ("op_Equality", [TypeToken left, TypeToken right]) => Bool(t, left.Type == right.Type),
        ("op_Inequality", [TypeToken left, TypeToken right]) => Bool(t, left.Type != right.Type),
        ("get_IsValueType", [TypeToken token]) => Bool(t, token.Type.IsValueType),
        ("get_IsPrimitive", [TypeToken token]) => Bool(t, token.Type.IsPrimitive),
        ("get_IsEnum", [TypeToken token]) => Bool(t, token.Type.IsEnum),
        _ => null,
    };

    private static ScalarValue Bool(MethodTranslator t, bool value) => new(t.Emit.Bool(value));
}
