using System.Text.RegularExpressions;

namespace Panther.Tests.Documents;

/// <summary>Holds every page: what it shows is compiled, where it points to exists, and so do the tests that it names.</summary>
public sealed partial class DocumentTests
{
    /// <summary>A block's directives may stand anywhere in the source that holds its other lines.</summary>
    [Fact]
    public void Blocks_OfEveryPage_StandInASourceThatIsCompiled()
    {
        string[][] sources = DocumentPages.Examples();

        Assert.Empty(
            from page in DocumentPages.All()
            from block in DocumentPages.Blocks(File.ReadAllText(page))
            let directives = block.TakeWhile(line => line.StartsWith("using ", StringComparison.Ordinal) && !line.Contains('=')).ToArray()
            let program = block[directives.Length..]
            where !sources.Any(source => directives.All(source.Contains) && Holds(source, program))
            select $"{Path.GetFileName(page)}: {block[directives.Length]}");
    }

    [Fact]
    public void Links_OfEveryPage_LeadSomewhere() =>
        Assert.Empty(
            from page in DocumentPages.All()
            from link in Link().Matches(DocumentPages.Prose(File.ReadAllText(page))).Select(match => match.Groups[1].Value)
            where !link.StartsWith("https://", StringComparison.Ordinal) && !LeadsSomewhere(page, link)
            select $"{Path.GetFileName(page)}: {link}");

    [Fact]
    public void Tests_ThatPagesName_Exist() =>
        Assert.Empty(
            from page in DocumentPages.All()
            from name in TestName().Matches(DocumentPages.Prose(File.ReadAllText(page)))
            where !Exists(name.Groups["class"].Value, name.Groups["method"].Value)
            select $"{Path.GetFileName(page)}: {name.Value}");

    [Fact]
    public void RowsOfTheStatusTable_NameTests()
    {
        string readme = DocumentPages.Prose(DocumentPages.Read("README.md"));
        string[] rows = [.. readme[readme.IndexOf("## Status", StringComparison.Ordinal)..].Split('\n').Where(line => line.StartsWith('|')).Skip(2)];

        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.Matches(TestName(), row.Trim('|').Split('|')[^1]));
    }

    private static bool Holds(string[] source, string[] block) =>
        Enumerable.Range(0, Math.Max(0, source.Length - block.Length + 1)).Any(at => source.AsSpan(at, block.Length).SequenceEqual(block));

    private static bool LeadsSomewhere(string page, string link)
    {
        string[] parts = link.Split('#');
        string target = parts[0].Length == 0 ? page : Path.GetFullPath(parts[0], Path.GetDirectoryName(page)!);
        return parts.Length == 1
            ? Path.Exists(target)
            : File.Exists(target) && Heading().Matches(DocumentPages.Prose(File.ReadAllText(target))).Any(heading => Anchor(heading.Groups[1].Value) == parts[1]);
    }

    /// <summary>The anchor that GitHub gives a heading.</summary>
    private static string Anchor(string heading) => NotInAnchors().Replace(heading.Trim().ToLowerInvariant(), "").Replace(' ', '-');

    /// <summary>A method's name may end in an ellipsis.</summary>
    private static bool Exists(string type, string method) =>
        typeof(DocumentTests).Assembly.GetTypes().Any(candidate => candidate.Name == type
            && (method.Length == 0 || candidate.GetMethods().Any(m => method.EndsWith('…') ? m.Name.StartsWith(method[..^1], StringComparison.Ordinal) : m.Name == method)));

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"`(?:[A-Za-z.]+\.)?(?<class>[A-Z][A-Za-z0-9]*(?:Tests|Properties|Conformance))(?:\.(?<method>\w+…?))?`")]
    private static partial Regex TestName();

    [GeneratedRegex("^#+ (.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchors();
}
