using System.Reflection;

namespace Panther.Jit.Compilation;

/// <summary>A kernel to compile.</summary>
/// <param name="Method">A closed static method that returns nothing.</param>
/// <param name="Specializations">The values of the parameters of type <c>SpecializedValue&lt;T&gt;</c> by parameter position (boxed T).</param>
internal sealed record KernelSource(MethodInfo Method, IReadOnlyDictionary<int, object> Specializations)
{
    public KernelSource(MethodInfo method)
        : this(method, new Dictionary<int, object>())
    {
    }

    /// <summary>Gets a readable name for messages and generated code.</summary>
    public string DisplayName => $"{Method.DeclaringType?.Name}.{Method.Name}";
}
