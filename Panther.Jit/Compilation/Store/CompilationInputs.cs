using System.Reflection;

namespace Panther.Jit.Compilation.Store;

/// <summary>
/// What a compilation read beside the kernel itself: the modules of every method that was inlined and of every type that was laid out, and the static
/// fields whose values became constants. As long as these are the same, compiling again would give the same code.
/// </summary>
internal sealed class CompilationInputs
{
    private readonly HashSet<Type> types = [];
    private readonly HashSet<Module> modules = [];
    private readonly Dictionary<FieldInfo, UInt128> fields = [];

    public IReadOnlyCollection<Module> Modules => modules;

    /// <summary>The static fields, with hashes of their values.</summary>
    public IReadOnlyDictionary<FieldInfo, UInt128> Fields => fields;

    /// <summary>Notes a method with the types of its signature and locals.</summary>
    public void Add(MethodBase method)
    {
        modules.Add(method.Module);
        Add(method.DeclaringType);
        foreach (Type argument in method.IsGenericMethod ? method.GetGenericArguments() : [])
        {
            Add(argument);
        }
    }

    /// <summary>Notes a type with everything that its layout depends on.</summary>
    public void Add(Type? type)
    {
        while (type is { HasElementType: true })
        {
            type = type.GetElementType();
        }

        if (type is null || type.IsGenericParameter || !types.Add(type))
        {
            return;
        }

        modules.Add(type.Module);
        foreach (Type argument in type.GetGenericArguments())
        {
            Add(argument);
        }

        if (type is { IsValueType: true, IsPrimitive: false, IsEnum: false })
        {
            foreach (FieldInfo field in ArgumentLayout.Fields(type))
            {
                Add(field.FieldType);
            }
        }
    }

    /// <summary>Notes a static field and the value it had.</summary>
    public void Add(FieldInfo field, object? value) => fields.TryAdd(field, ConstantHash.Of(value));
}
