using System.Globalization;
using System.Text;
using Panther.Jit.Runtime;

namespace Panther.Jit.Compilation;

/// <summary>
/// Writes what the compiler makes to files, one a kernel: <c>PANTHER_DUMP</c> names the forms (<c>ir</c>, <c>ptx</c>, <c>opencl</c>, with commas between),
/// <c>PANTHER_DUMP_DIR</c> the directory, else <c>panther-dump</c> in the current one. The names are the kernels' own, with a number made of their type
/// arguments, specialised values and options where there are any.
/// </summary>
internal sealed class KernelDump
{
    public const string FormsVariable = "PANTHER_DUMP";
    public const string DirectoryVariable = "PANTHER_DUMP_DIR";
    private const string DefaultDirectory = "panther-dump";

    private readonly HashSet<string> forms;
    private readonly string directory;

    public KernelDump(string? forms, string? directory)
    {
        this.forms = [.. (forms ?? string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(f => f.ToLowerInvariant())];
        this.directory = string.IsNullOrWhiteSpace(directory) ? DefaultDirectory : directory;
    }

    /// <summary>What the environment asks for.</summary>
    public static KernelDump Default { get; } =
        new(Environment.GetEnvironmentVariable(FormsVariable), Environment.GetEnvironmentVariable(DirectoryVariable));

    /// <summary>Gets a value indicating whether anything is written at all.</summary>
    public bool IsOn => forms.Count > 0;

    /// <summary>Writes the intermediate form, as it goes to a backend.</summary>
    public void WriteIr(KernelRequest request, TargetInfo target, Func<string> text)
    {
        string group = target.GroupDim is { } dim ? $".{dim.X}x{dim.Y}x{dim.Z}" : string.Empty;
        Write("ir", request, string.Create(CultureInfo.InvariantCulture, $".warp{target.WarpSize}{group}.ir"), text);
    }

    public void WritePtx(KernelRequest request, string text) => Write("ptx", request, ".ptx", () => text);

    public void WriteOpenCl(KernelRequest request, string text) => Write("opencl", request, ".cl", () => text);

    /// <summary>Returns the name of a kernel's files without what tells the forms apart.</summary>
    public static string NameOf(KernelRequest request)
    {
        var name = new StringBuilder();
        foreach (char c in request.Name)
        {
            name.Append(char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' ? c : '_');
        }

        Type[] arguments = [.. request.Method.DeclaringType?.GetGenericArguments() ?? [], .. request.Method.IsGenericMethod ? request.Method.GetGenericArguments() : []];
        if (arguments.Length > 0 || request.Specialized.Any(v => v is not null) || request.Options != JitOptions.Default)
        {
            string rest = string.Create(
                CultureInfo.InvariantCulture,
                $"{string.Join(',', arguments.Select(a => a.ToString()))}|{string.Join(',', request.Specialized.Select(v => Convert.ToString(v, CultureInfo.InvariantCulture)))}|{request.Options}");
            name.Append(CultureInfo.InvariantCulture, $"-{Hash(rest):x8}");
        }

        return name.ToString();
    }

    private void Write(string form, KernelRequest request, string suffix, Func<string> text)
    {
        if (forms.Contains(form))
        {
            Directory.CreateDirectory(directory);
            File.WriteAllText(Path.Combine(directory, NameOf(request) + suffix), text());
        }
    }

    /// <summary>FNV-1a: the same number on every run.</summary>
    private static uint Hash(string text) => text.Aggregate(2166136261u, (hash, c) => unchecked((hash ^ c) * 16777619u));
}
