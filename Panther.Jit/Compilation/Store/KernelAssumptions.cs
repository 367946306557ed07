using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace Panther.Jit.Compilation.Store;

/// <summary>A module that went into a kernel.</summary>
/// <param name="Assembly">Its assembly's full name.</param>
/// <param name="Version">The module version that the C# compiler gave it.</param>
internal readonly record struct ModuleAssumption(string Assembly, Guid Version);

/// <summary>A static field whose value went into a kernel.</summary>
/// <param name="Type">The assembly-qualified name of the type that declares it.</param>
/// <param name="Name">The field's name.</param>
/// <param name="Value">A hash of the value.</param>
internal readonly record struct FieldAssumption(string Type, string Name, UInt128 Value);

/// <summary><see cref="CompilationInputs"/> in a form that outlives the process.</summary>
internal sealed record KernelAssumptions(IReadOnlyList<ModuleAssumption> Modules, IReadOnlyList<FieldAssumption> Fields)
{
    private static readonly ConcurrentDictionary<(AssemblyLoadContext Context, string Assembly), Guid> Versions = new();

    /// <summary>The inputs, or null when one of them has no lasting identity: code that was made in this process.</summary>
    public static KernelAssumptions? Of(CompilationInputs inputs) =>
        inputs.Modules.Any(module => module.Assembly.IsDynamic)
            ? null
            : new KernelAssumptions(
                [.. inputs.Modules.Select(module => new ModuleAssumption(module.Assembly.FullName!, module.ModuleVersionId))],
                [.. inputs.Fields.Select(field => new FieldAssumption(field.Key.DeclaringType!.AssemblyQualifiedName!, field.Key.Name, field.Value))]);

    /// <summary>Whether all of it is so in this process, seen from the kernel's own assembly.</summary>
    public bool Hold(MethodInfo kernel)
    {
        AssemblyLoadContext context = AssemblyLoadContext.GetLoadContext(kernel.Module.Assembly) ?? AssemblyLoadContext.Default;
        try
        {
            return Modules.All(module => VersionOf(context, module.Assembly) == module.Version) && Fields.All(field => Holds(context, field));
        }
        catch (Exception exception) when (exception is IOException or BadImageFormatException or TypeLoadException or TypeInitializationException)
        {
            // What cannot be found or loaded any more is not as it was.
            return false;
        }
    }

    private static Guid VersionOf(AssemblyLoadContext context, string assembly) => Versions.GetOrAdd(
        (context, assembly), static key => key.Context.LoadFromAssemblyName(new AssemblyName(key.Assembly)).ManifestModule.ModuleVersionId);

    private static bool Holds(AssemblyLoadContext context, FieldAssumption assumption)
    {
        Type? type = Type.GetType(assumption.Type, context.LoadFromAssemblyName, typeResolver: null, throwOnError: false);
        FieldInfo? field = type?.GetField(assumption.Name, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly);
        if (field is null)
        {
            return false;
        }

        RuntimeHelpers.RunClassConstructor(field.DeclaringType!.TypeHandle);
        return ConstantHash.Of(field.GetValue(null)) == assumption.Value;
    }
}
