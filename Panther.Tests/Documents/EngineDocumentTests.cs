using Panther.Jit.Backends.OpenCl;
using Panther.Jit.Compilation;
using Panther.Jit.Dialect;
using Panther.Jit.IR;
using Panther.Jit.Runtime;
using Panther.Jit.Runtime.Cuda;

namespace Panther.Tests.Documents;

/// <summary>
/// Holds the texts that docs/engine.md shows to what the compiler makes. After an intended change run the tests once with the environment
/// variable <c>PANTHER_UPDATE_DOCS=1</c>, and look at the difference.
/// </summary>
public sealed class EngineDocumentTests
{
    private static KernelRequest RowSums { get; } =
        new(((Action<ArrayView<float>, int, ArrayView<float>>)RowSumKernel.RowSums).Method, KernelForm.Explicit, [null, null, null], JitOptions.Default);

    [Fact]
    public void IntermediateForm_InTheDocument_IsWhatThePassesMake() =>
        Check("ir", IrPrinter.Print(KernelCompiler.Optimize(RowSums, new TargetInfo(32))));

    [Fact]
    public void Ptx_InTheDocument_IsWhatTheBackendMakes() =>
        Check("ptx", KernelCompiler.EmitPtx(CudaTarget.For(9, 0, 13000), 32, RowSums).Text);

    [Fact]
    public void OpenClC_InTheDocument_IsWhatTheBackendMakes() =>
        Check("opencl", KernelCompiler.EmitOpenCl(new OpenClTarget("opencl:0", new Version(1, 2)) { CorrectlyRoundedDivideSqrt = true }, RowSums).Text);

    private static void Check(string language, string generated)
    {
        string expected = generated.ReplaceLineEndings("\n").Trim('\n');
        if (Environment.GetEnvironmentVariable("PANTHER_UPDATE_DOCS") == "1")
        {
            string path = SourceTree.File("docs/engine.md");
            File.WriteAllText(path, Replace(File.ReadAllText(path), language, expected));
            return;
        }

        using Stream stored = typeof(EngineDocumentTests).Assembly.GetManifestResourceStream("docs/engine.md")!;
        Assert.Equal(expected, Block(new StreamReader(stored).ReadToEnd(), language));
    }

    private static string Block(string document, string language)
    {
        (int start, int end) = Find(document, language);
        return document[start..end].Trim('\n');
    }

    private static string Replace(string document, string language, string text)
    {
        (int start, int end) = Find(document, language);
        return $"{document[..start]}{text}\n{document[end..]}";
    }

    /// <summary>The only code block of a language, without its fences.</summary>
    private static (int Start, int End) Find(string document, string language)
    {
        string fence = $"```{language}\n";
        int start = document.IndexOf(fence, StringComparison.Ordinal) + fence.Length;
        Assert.True(start >= fence.Length, $"docs/engine.md has no block of {language}.");
        return (start, document.IndexOf("```", start, StringComparison.Ordinal));
    }
}
