using System.Reflection;
using System.Text.RegularExpressions;
using Panther.Jit.Backends.Ptx;
using Panther.Jit.Compilation;
using Panther.Jit.Frontend;
using Panther.Jit.IR;
using Panther.Jit.Passes;

namespace Panther.Tests.Ptx;

/// <summary>PTX text as the tests look at it.</summary>
internal static partial class PtxText
{
    public static PtxTarget Hopper { get; } = new("sm_90a", new Version(9, 0));

    public static string Of(KernelFunction function) => PtxBackend.Emit(function, Hopper).Text;

    /// <summary>The text of a kernel of the library, which may use no local memory.</summary>
    /// <param name="family">The class that has the kernel.</param>
    /// <param name="name">The method.</param>
    /// <param name="types">Its type arguments.</param>
    /// <param name="specialized">The values of its last parameters, which are specialised.</param>
    public static string InRegisters(Type family, string name, Type[] types, params object[] specialized)
    {
        MethodInfo kernel = family.GetMethod(name, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!.MakeGenericMethod(types);
        int first = kernel.GetParameters().Length - specialized.Length;
        var values = specialized.Select((value, i) => (value, i)).ToDictionary(x => first + x.i, x => x.value);
        var target = new TargetInfo(32);
        KernelFunction function = KernelFrontEnd.Translate(new KernelSource(kernel, values), target);
        PassPipeline.Run(function, target);
        string text = Of(function);
        Assert.DoesNotContain(".local", text);
        return text;
    }

    /// <summary>Returns the lines of the entry's body without declarations, trimmed.</summary>
    public static string[] Body(string text) =>
    [
        .. text[(text.IndexOf("{\n", StringComparison.Ordinal) + 2)..text.LastIndexOf('}')].Split('\n')
            .Select(l => l.Trim()).Where(l => l.Length > 0 && !l.StartsWith('.')),
    ];

    /// <summary>Returns what is wrong with the text's registers, labels and branches, or null.</summary>
    public static string? FindProblem(string text)
    {
        string[] body = Body(text);
        var declared = RegisterDeclaration().Matches(text).ToDictionary(m => m.Groups[1].Value, m => int.Parse(m.Groups[2].Value));
        var written = new HashSet<string>();
        var read = new HashSet<string>();
        foreach (string line in body.Where(l => !l.EndsWith(':')))
        {
            string[] names = [.. Register().Matches(line).Select(m => m.Value)];
            foreach (string name in names)
            {
                Match parts = RegisterName().Match(name);
                if (!declared.TryGetValue(parts.Groups[1].Value, out int count) || int.Parse(parts.Groups[2].Value) >= count)
                {
                    return $"{name} is not declared: {line}";
                }
            }

            Match guarded = Guard().Match(line);
            string rest = guarded.Success ? line[guarded.Length..] : line;
            if (guarded.Success)
            {
                read.Add(guarded.Groups[1].Value);
            }

            bool writes = !rest.StartsWith("st.", StringComparison.Ordinal) && !rest.StartsWith("red.", StringComparison.Ordinal);
            string operands = rest.Contains(' ') ? rest[rest.IndexOf(' ')..].Trim() : string.Empty;
            string destination = operands.StartsWith('{') ? operands[..operands.IndexOf('}')] : operands.Split(',')[0];
            written.UnionWith(writes ? Register().Matches(destination).Select(m => m.Value) : []);
            read.UnionWith(Register().Matches(writes ? operands[destination.Length..] : operands).Select(m => m.Value));
            Match move = SelfMove().Match(rest);
            if (move.Success && move.Groups[1].Value == move.Groups[2].Value)
            {
                return $"a register is moved to itself: {line}";
            }
        }

        if (read.Except(written).FirstOrDefault() is { } undefined)
        {
            return $"{undefined} is read but never written";
        }

        return FindBranchProblem(body);
    }

    private static string? FindBranchProblem(string[] body)
    {
        HashSet<string> labels = [.. body.Where(l => l.EndsWith(':')).Select(l => l[..^1])];
        for (int i = 0; i < body.Length; i++)
        {
            Match branch = Branch().Match(body[i]);
            if (branch.Success && !labels.Contains(branch.Groups[1].Value))
            {
                return $"no such label: {body[i]}";
            }

            if (branch.Success && i + 1 < body.Length && body[i + 1] == branch.Groups[1].Value + ":")
            {
                return $"a branch to the next line: {body[i]}";
            }
        }

        return labels.FirstOrDefault(l => !body.Any(b => b.Contains($"bra {l};", StringComparison.Ordinal))) is { } unused ? $"nobody goes to {unused}" : null;
    }

    [GeneratedRegex(@"\.reg \.\w+ (%[a-z]+)<(\d+)>;")]
    private static partial Regex RegisterDeclaration();

    [GeneratedRegex(@"%(?:p|h|r|rd|f|fd)\d+\b")]
    private static partial Regex Register();

    [GeneratedRegex(@"(%[a-z]+)(\d+)")]
    private static partial Regex RegisterName();

    [GeneratedRegex(@"^@!?(%p\d+) ")]
    private static partial Regex Guard();

    [GeneratedRegex(@"^mov\.\w+ (\S+), (\S+);$")]
    private static partial Regex SelfMove();

    [GeneratedRegex(@"bra (\S+);$")]
    private static partial Regex Branch();
}
