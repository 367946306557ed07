using System.Text.RegularExpressions;
using Panther.Core;

namespace Panther.Tests.Documents;

/// <summary>Holds docs/algorithms.md, which says what there is and which tests prove it, to the library and its tests.</summary>
public sealed class AlgorithmTableTests
{
    [Fact]
    public void FirstColumn_NamesEveryAlgorithmAndSketch()
    {
        string[] named = [.. Rows().SelectMany(cells => Quoted(cells[0]))];
        IEnumerable<Type> types = typeof(DeviceMatrix<>).Assembly.GetExportedTypes();
        string[] algorithms =
        [
            .. types.Where(type => type is { IsAbstract: true, IsSealed: true } || type.IsSubclassOf(typeof(SketchDistribution))).Select(type => type.Name),
        ];

        Assert.Empty(algorithms.Except(named));
        Assert.Empty(named.Except(types.Select(type => type.Name.Split('`')[0])));
        Assert.Distinct(named);
    }

    [Fact]
    public void LastColumn_NamesTestsThatExist()
    {
        HashSet<string> tests = [.. typeof(AlgorithmTableTests).Assembly.GetTypes().Where(type => type.GetMethods().Any(IsTest)).Select(type => type.Name)];

        Assert.All(Rows(), cells => Assert.All(Quoted(cells[^1]), name => Assert.Contains(name, tests)));
        Assert.All(Rows(), cells => Assert.True(cells[^1].Contains('`') || cells[^1].StartsWith("the same", StringComparison.Ordinal), cells[0]));
    }

    [Fact]
    public void Links_LeadToPages() =>
        Assert.All(
            Rows().SelectMany(cells => Regex.Matches(cells[^2], @"\(([a-z-]+\.md)\)")).Select(match => match.Groups[1].Value),
            page => Assert.Contains($"docs/{page}", typeof(AlgorithmTableTests).Assembly.GetManifestResourceNames()));

    private static bool IsTest(System.Reflection.MethodInfo method) => method.IsDefined(typeof(FactAttribute), inherit: true);

    private static IEnumerable<string> Quoted(string cell) => Regex.Matches(cell, "`([A-Za-z]+)`").Select(match => match.Groups[1].Value);

    /// <summary>The cells of the table's rows, without its head.</summary>
    private static IEnumerable<string[]> Rows()
    {
        using Stream stored = typeof(AlgorithmTableTests).Assembly.GetManifestResourceStream("docs/algorithms.md")!;
        string[] rows = [.. new StreamReader(stored).ReadToEnd().Split('\n').Where(line => line.StartsWith('|'))];
        return rows.Skip(2).Select(row => row.Trim('|', '\r').Split('|', StringSplitOptions.TrimEntries));
    }
}
