using System.Collections.Concurrent;
using System.Reflection;

namespace Panther.Jit.Frontend;

/// <summary>Finds what a constrained call calls.</summary>
internal static class InterfaceMethods
{
    private static readonly ConcurrentDictionary<(Type Type, MethodInfo Method), MethodInfo?> Known = new();

    /// <summary>Returns the method of a struct that implements (or overrides) another, or null when there is none.</summary>
    public static MethodInfo? Resolve(Type type, MethodInfo method) =>
        Known.GetOrAdd((type, method), static key => key.Method.DeclaringType!.IsInterface ? Implementation(key.Type, key.Method) : Override(key.Type, key.Method));

    private static MethodInfo? Implementation(Type type, MethodInfo method)
    {
        if (!type.IsValueType || !method.DeclaringType!.IsAssignableFrom(type))
        {
            return null;
        }

        InterfaceMapping map = type.GetInterfaceMap(method.DeclaringType);
        MethodInfo wanted = method.IsGenericMethod ? method.GetGenericMethodDefinition() : method;
        int index = Array.FindIndex(map.InterfaceMethods, m => m.MetadataToken == wanted.MetadataToken && m.Module == wanted.Module);
        if (index < 0 || map.TargetMethods[index] is not { IsAbstract: false } target)
        {
            return null;
        }

        return method.IsGenericMethod ? target.MakeGenericMethod(method.GetGenericArguments()) : target;
    }

    /// <summary>Object's virtual methods, where the struct itself overrides them.</summary>
    private static MethodInfo? Override(Type type, MethodInfo method)
    {
        if (method.DeclaringType == type)
        {
            return method;
        }

        MethodInfo? found = type.GetMethod(method.Name, BindingFlags.Instance | BindingFlags.Public, [.. method.GetParameters().Select(p => p.ParameterType)]);
        return found?.DeclaringType == type ? found : null;
    }
}
