using System.Reflection;
using Panther.Jit.Dialect;

namespace Panther.Jit.Frontend;

/// <summary>Code that the author of a kernel does not own: .NET's and the dialect's.</summary>
internal static class Library
{
    public static bool Contains(MethodBase method) => IsDotNet(method) || IsDialect(method);

    public static bool IsDotNet(MethodBase method) =>
        method.Module.Assembly == typeof(object).Assembly
        || method.Module.Assembly.GetName().Name is { } name && (name.StartsWith("System.", StringComparison.Ordinal) || name == "netstandard");

    private static bool IsDialect(MethodBase method) => method.DeclaringType?.Namespace == typeof(Intrinsic).Namespace;
}
