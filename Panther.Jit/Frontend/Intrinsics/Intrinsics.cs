using System.Reflection;

namespace Panther.Jit.Frontend;

/// <summary>Methods that the front end translates itself instead of reading their CIL.</summary>
internal static class Intrinsics
{
    public static bool TryCall(MethodTranslator t, MethodBase method, StackValue[] arguments, out StackValue? result)
    {
        result = null;
        if (Library.KindOf(method) is { } kind)
        {
            result = DialectIntrinsics.Call(t, kind, (MethodInfo)method, arguments);
            return true;
        }

        if (HalfIntrinsics.TryCall(t, method, arguments, out result))
        {
            return true;
        }

        if (DroppedCalls.Contains(method))
        {
            return true;
        }

        if (!Library.IsDotNet(method))
        {
            return false;
        }

        return MathIntrinsics.TryCall(t, method, arguments, out result)
            || BitIntrinsics.TryCall(t, method, arguments, out result)
            || MemoryIntrinsics.TryCall(t, method, arguments, out result)
            || SpanIntrinsics.TryCall(t, method, arguments, out result)
            || VectorIntrinsics.TryCall(t, method, arguments, out result)
            || ComparerIntrinsics.TryCall(t, method, arguments, out result)
            || TypeIntrinsics.TryCall(t, method, arguments, out result);
    }

    /// <summary>Translates a constructor that makes its value without memory, or returns null.</summary>
    public static StackValue? TryConstruct(MethodTranslator t, MethodBase constructor, StackValue[] arguments)
    {
        Type type = constructor.DeclaringType!;
        return TypeLayout.IsSpan(type) ? SpanIntrinsics.Construct(t, constructor, arguments)
            : VectorIntrinsics.IsVector(type) ? VectorIntrinsics.Construct(t, constructor, arguments)
            : null;
    }

    /// <summary>Translates operators of the primitive types in generic code.</summary>
    public static bool TryCallConstrained(MethodTranslator t, Type type, MethodInfo method, StackValue[] arguments, out StackValue? result) =>
        OperatorIntrinsics.TryCall(t, type, method, arguments, out result);
}
