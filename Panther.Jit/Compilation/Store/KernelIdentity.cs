using System.Globalization;
using System.Reflection;
using System.Reflection.Metadata;
using System.Text;
using Panther.Jit.Runtime;

namespace Panther.Jit.Compilation.Store;

/// <summary>The key of a kernel in the store: everything that chooses its code and can be told without looking into a method.</summary>
internal static class KernelIdentity
{
    private static readonly string Compiler = Version(typeof(KernelIdentity).Module);

    /// <summary>The key, or null when the kernel's code has no lasting identity: made at run time, or open to edits while it runs.</summary>
    /// <param name="request">The kernel.</param>
    /// <param name="target">What the code is made for: device, driver, and all that backend and passes know of them.</param>
    public static string? Of(KernelRequest request, string target)
    {
        if (MetadataUpdater.IsSupported || request.Method.Module.Assembly.IsDynamic)
        {
            return null;
        }

        var text = new StringBuilder(512);
        text.Append(Compiler).Append('\n').Append(target).Append('\n').Append(request.Options).Append('\n');
        if (!Append(text, request.Method.DeclaringType!))
        {
            return null;
        }

        AppendToken(text.Append('.'), request.Method.MetadataToken);
        if (request.Method.IsGenericMethod && !AppendArguments(text, request.Method.GetGenericArguments()))
        {
            return null;
        }

        foreach (object? value in request.Specialized)
        {
            text.Append('\n');
            if (value is not null)
            {
                text.Append(CultureInfo.InvariantCulture, $"{ConstantHash.Of(value):x32}");
            }
        }

        return text.ToString();
    }

    private static bool Append(StringBuilder text, Type type)
    {
        if (type.HasElementType || type.IsFunctionPointer || type.Module.Assembly.IsDynamic)
        {
            return false;
        }

        AppendToken(text.Append(Version(type.Module)).Append(':'), type.MetadataToken);
        return !type.IsGenericType || AppendArguments(text, type.GetGenericArguments());
    }

    private static bool AppendArguments(StringBuilder text, Type[] arguments)
    {
        text.Append('<');
        foreach (Type argument in arguments)
        {
            if (!Append(text, argument))
            {
                return false;
            }

            text.Append(',');
        }

        text.Append('>');
        return true;
    }

    private static void AppendToken(StringBuilder text, int token) => text.Append(CultureInfo.InvariantCulture, $"{token:x8}");

    private static string Version(Module module) => module.ModuleVersionId.ToString("N");
}
