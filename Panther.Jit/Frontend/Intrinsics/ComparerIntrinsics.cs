using System.Reflection;

namespace Panther.Jit.Frontend;

/// <summary>EqualityComparer&lt;T&gt;.Default, by which records compare their fields: the type's own Equals.</summary>
internal static class ComparerIntrinsics
{
    public static bool TryCall(MethodTranslator t, MethodBase method, StackValue[] a, out StackValue? result)
    {
        result = null;
        Type type = method.DeclaringType!;
        if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(EqualityComparer<>))
        {
            return false;
        }

        Type element = type.GetGenericArguments()[0];
        if (method.Name == "get_Default")
        {
            result = new ComparerToken(element);
        }
        else if (method.Name == nameof(EqualityComparer<>.Equals) && a is [ComparerToken, var left, var right])
        {
            result = t.AreEqual(element, left, right);
        }

        return result is not null;
    }
}
