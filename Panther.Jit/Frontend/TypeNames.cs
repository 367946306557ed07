using System.Reflection;

namespace Panther.Jit.Frontend;

/// <summary>Names of types and members as messages show them.</summary>
internal static class TypeNames
{
    /// <summary>Type arguments deeper than this are left out.</summary>
    private const int MaximumNesting = 3;

    public static string Of(Type type) => Of(type, 0);

    private static string Of(Type type, int nesting)
    {
        if (type.HasElementType)
        {
            string suffix = type.IsByRef ? "&" : type.IsPointer ? "*" : $"[{new string(',', type.GetArrayRank() - 1)}]";
            return Of(type.GetElementType()!, nesting) + suffix;
        }

        string name = type.IsNested && !type.IsGenericParameter ? $"{Plain(type.DeclaringType!.Name)}.{Plain(type.Name)}" : Plain(type.Name);
        if (!type.IsGenericType)
        {
            return name;
        }

        return nesting == MaximumNesting ? $"{name}<...>" : $"{name}<{string.Join(", ", type.GetGenericArguments().Select(a => Of(a, nesting + 1)))}>";
    }

    public static string Of(MemberInfo member)
    {
        string name = Plain(member.Name);
        if (member is MethodInfo { IsGenericMethod: true } method)
        {
            name += $"<{string.Join(", ", method.GetGenericArguments().Select(a => Of(a)))}>";
        }

        return member.DeclaringType is { } type ? $"{Of(type)}.{name}" : name;
    }

    /// <summary>Takes off the arity of a generic type, and takes the C# name out of a compiler-made one.</summary>
    public static string Plain(string name)
    {
        int tick = name.IndexOf('`', StringComparison.Ordinal);
        if (tick >= 0)
        {
            name = name[..tick];
        }

        int close = name.IndexOf('>', StringComparison.Ordinal);
        return name.StartsWith('<') && close > 1 ? name[1..close] : name;
    }
}
