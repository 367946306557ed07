using System.Reflection;
using Panther.Tests.Documents.Examples;

namespace Panther.Tests.Documents;

/// <summary>
/// The C# that a page shows first is the body of <c>Run</c> in the class of its name in Documents/Examples (docs/files.md: FilesExample), which compiles and runs.
/// </summary>
public sealed class ExampleTests
{
    private const string Fence = "```";

    public static TheoryData<string> Pages =>
        [.. typeof(FilesExample).Assembly.GetTypes().Where(type => type.Namespace == typeof(FilesExample).Namespace && type.Name.EndsWith("Example", StringComparison.Ordinal)).Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Example_OfThePage_IsTheCodeThatRuns(string name)
    {
        string page = Resource($"docs/{KebabCase(name[..^"Example".Length])}.md");
        string source = Resource($"examples/{name}.cs");

        Assert.Equal(Lines(Body(source)), Lines(Block(page)).SkipWhile(line => line.StartsWith("using ", StringComparison.Ordinal) && !line.Contains('=', StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Example_Run_Works(string name) =>
        Assert.IsNotType<TargetInvocationException>(Record.Exception(
            () => typeof(FilesExample).Assembly.GetType($"{typeof(FilesExample).Namespace}.{name}")!.GetMethod("Run")!.Invoke(null, null)));

    /// <summary>The first block of C# on a page.</summary>
    private static string Block(string page)
    {
        int start = page.IndexOf($"{Fence}csharp\n", StringComparison.Ordinal);
        Assert.True(start >= 0, "The page shows no C#.");
        start = page.IndexOf('\n', start) + 1;
        return page[start..page.IndexOf(Fence, start, StringComparison.Ordinal)];
    }

    private static string Body(string source)
    {
        int start = source.IndexOf("public static void Run()", StringComparison.Ordinal);
        start = source.IndexOf('{', start) + 1;
        return source[start..source.LastIndexOf("    }\n}", StringComparison.Ordinal)];
    }

    private static IEnumerable<string> Lines(string code) => code.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0);

    private static string KebabCase(string name) => string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) ? $"-{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));

    private static string Resource(string name)
    {
        using Stream stored = typeof(ExampleTests).Assembly.GetManifestResourceStream(name) ?? throw new FileNotFoundException($"There is no {name}.");
        return new StreamReader(stored).ReadToEnd().ReplaceLineEndings("\n");
    }
}
