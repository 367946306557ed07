using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using Panther.Jit.Dialect;

namespace Panther.Jit.Frontend;

/// <summary>Code that the author of a kernel did not write: .NET's, the dialect's and the C# compiler's own.</summary>
internal static class Library
{
    private static readonly ConditionalWeakTable<Assembly, object> DotNet = [];

    private static readonly ConcurrentDictionary<MethodBase, Intrinsic?> Kinds = new();

    public static bool Contains(MethodBase method) =>
        IsDotNet(method) || IsDialect(method) || method.DeclaringType?.Name == "<PrivateImplementationDetails>";

    public static bool IsDotNet(MethodBase method) =>
        (bool)DotNet.GetValue(method.Module.Assembly, static a => a == typeof(object).Assembly || IsDotNet(a.GetName().Name));

    public static bool IsDialect(MethodBase method) =>
        method.Module == typeof(Intrinsic).Module && method.DeclaringType?.Namespace == typeof(Intrinsic).Namespace;

    /// <summary>Returns what a member of the dialect is marked as, or null when its C# body says what it does.</summary>
    public static Intrinsic? KindOf(MethodBase method) =>
        IsDialect(method) ? Kinds.GetOrAdd(method, static m => m.GetCustomAttribute<IntrinsicAttribute>()?.Kind) : null;

    private static bool IsDotNet(string? name) => name is not null && (name == "netstandard" || name.StartsWith("System.", StringComparison.Ordinal));
}
