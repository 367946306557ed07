namespace Panther.Tests.Documents;

/// <summary>Holds the C# that a document shows to code that is compiled and run here: each block must stand in a source file, line by line; directives before it may stand anywhere.</summary>
internal static class DocumentExample
{
    private const string Fence = "```csharp\n";

    /// <summary>Skips where the sources are not.</summary>
    public static void AssertIsIn(string document, string source)
    {
        string text;
        string[] lines;
        try
        {
            text = File.ReadAllText(SourceTree.File(document)).ReplaceLineEndings("\n");
            lines = Lines(File.ReadAllText(SourceTree.File(source)));
        }
        catch (DirectoryNotFoundException)
        {
            Assert.Skip("The documents are not where the tests run.");
            throw;
        }

        int blocks = 0;
        for (int start = text.IndexOf(Fence, StringComparison.Ordinal); start >= 0; start = text.IndexOf(Fence, start, StringComparison.Ordinal))
        {
            start += Fence.Length;
            string[] block = Lines(text[start..text.IndexOf("```", start, StringComparison.Ordinal)]);
            string[] directives = [.. block.TakeWhile(line => line.StartsWith("using ", StringComparison.Ordinal) && !line.Contains('='))];
            Assert.All(directives, directive => Assert.Contains(directive, lines));
            block = block[directives.Length..];
            Assert.True(
                Enumerable.Range(0, lines.Length).Any(at => lines.Skip(at).Take(block.Length).SequenceEqual(block)),
                $"{source} does not hold the block of {document} that starts with '{block[0]}'.");
            blocks++;
        }

        Assert.True(blocks > 0, $"{document} has no block of C#.");
    }

    /// <summary>Indentation and empty lines do not count.</summary>
    private static string[] Lines(string text) => [.. text.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];
}
