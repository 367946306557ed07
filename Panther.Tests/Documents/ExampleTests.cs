using Panther.Tests.Documents.Examples;

namespace Panther.Tests.Documents;

/// <summary>The code that pages show is that of Documents/Examples, and runs.</summary>
public sealed class ExampleTests
{
    private static readonly Dictionary<string, Action> Examples = new()
    {
        ["README"] = ReadmeExample.Run,
        ["CONTRIBUTING"] = ContributingExample.Run,
        ["architecture"] = ArchitectureExample.Run,
        ["Panther.Core"] = PackagesExample.Core,
        ["Panther.Nn"] = PackagesExample.Nn,
        ["cholesky-qr"] = CholeskyQrExample.Run,
        ["files"] = FilesExample.Run,
        ["interop"] = InteropExample.Run,
        ["sketched-layers"] = SketchedLayersExample.Run,
        ["sketches"] = SketchesExample.Run,
        ["streams-and-memory"] = StreamsAndMemoryExample.Run,
        ["tensor-cores"] = TensorCoresExample.Run,
        ["writing-kernels"] = WritingKernelsExample.Run,
    };

    public static TheoryData<string> Pages => [.. Examples.Keys];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Example_OfThePage_Runs(string page) => Assert.Null(Record.Exception(Examples[page]));
}
