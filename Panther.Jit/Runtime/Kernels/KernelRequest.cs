using System.Reflection;

namespace Panther.Jit.Runtime;

/// <summary>What is to be compiled: a closed static method, and what is constant in it.</summary>
/// <param name="Method">The kernel.</param>
/// <param name="Form">Its form.</param>
/// <param name="Specialized">One entry a parameter of the method: the boxed value inside its <c>SpecializedValue</c>, or <see langword="null"/>
/// for an ordinary parameter.</param>
/// <param name="Options">How to compile.</param>
internal sealed record KernelRequest(MethodInfo Method, KernelForm Form, IReadOnlyList<object?> Specialized, JitOptions Options)
{
    /// <summary>The kernel's name for people: type and method.</summary>
    public string Name => $"{Method.DeclaringType?.Name}.{Method.Name}";
}
