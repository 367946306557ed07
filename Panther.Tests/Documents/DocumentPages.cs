namespace Panther.Tests.Documents;

/// <summary>The pages of the repository, and the sources that their examples stand in.</summary>
internal static class DocumentPages
{
    private const string Sources = "Panther.Tests/Documents";

    /// <summary>README, CONTRIBUTING, the packages' pages and docs, as paths below the root; skips where the sources are not.</summary>
    public static string[] All()
    {
        string root = Root();
        return
        [
            .. Directory.EnumerateFiles(root, "*.md"),
            .. Directory.EnumerateDirectories(root, "Panther.*").SelectMany(folder => Directory.EnumerateFiles(folder, "*.md")),
            .. Directory.EnumerateFiles(Path.Combine(root, "docs"), "*.md", SearchOption.AllDirectories),
        ];
    }

    /// <summary>The text of one page.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root(), path));

    /// <summary>The source files that hold what pages show, without indentation and empty lines.</summary>
    public static string[][] Examples() =>
        [.. Directory.EnumerateFiles(Path.Combine(Root(), Sources), "*.cs", SearchOption.AllDirectories).Select(path => Lines(File.ReadAllText(path)))];

    /// <summary>The blocks of C# of a page.</summary>
    public static IEnumerable<string[]> Blocks(string text)
    {
        const string Fence = "```csharp\n";
        text = text.ReplaceLineEndings("\n");
        for (int start = text.IndexOf(Fence, StringComparison.Ordinal); start >= 0; start = text.IndexOf(Fence, start, StringComparison.Ordinal))
        {
            start += Fence.Length;
            yield return Lines(text[start..text.IndexOf("```", start, StringComparison.Ordinal)]);
        }
    }

    /// <summary>A text without its fenced blocks.</summary>
    public static string Prose(string text) => string.Concat(text.ReplaceLineEndings("\n").Split("```").Where((_, i) => i % 2 == 0));

    /// <summary>Indentation, empty lines and <c>private</c> do not count: a page's methods are local functions, or members without a class around them.</summary>
    private static string[] Lines(string text) =>
        [.. text.ReplaceLineEndings("\n").Split('\n').Select(line => Plain(line.Trim())).Where(line => line.Length > 0)];

    private static string Plain(string line) => line.StartsWith("private ", StringComparison.Ordinal) ? line["private ".Length..] : line;

    private static string Root()
    {
        try
        {
            return Path.GetDirectoryName(SourceTree.File("Panther.sln"))!;
        }
        catch (DirectoryNotFoundException)
        {
            Assert.Skip("The documents are not where the tests run.");
            throw;
        }
    }
}
