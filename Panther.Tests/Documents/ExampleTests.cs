using Panther.Tests.Documents.Examples;

namespace Panther.Tests.Documents;

/// <summary>The code that pages show is that of Documents/Examples, and runs.</summary>
public sealed class ExampleTests
{
    private static readonly Dictionary<string, Action> Examples = new()
    {
        ["cholesky-qr"] = CholeskyQrExample.Run,
        ["files"] = FilesExample.Run,
        ["interop"] = InteropExample.Run,
        ["sketched-layers"] = SketchedLayersExample.Run,
        ["sketches"] = SketchesExample.Run,
    };

    public static TheoryData<string> Pages => [.. Examples.Keys];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Blocks_OfThePage_AreTheSource(string page) =>
        DocumentExample.AssertIsIn($"docs/{page}.md", $"Panther.Tests/Documents/Examples/{Name(page)}Example.cs");

    [Theory]
    [MemberData(nameof(Pages))]
    public void Example_OfThePage_Runs(string page) => Assert.Null(Record.Exception(Examples[page]));

    private static string Name(string page) => string.Concat(page.Split('-').Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
}
