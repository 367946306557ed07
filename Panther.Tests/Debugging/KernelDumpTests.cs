using Panther.Jit.Backends.OpenCl;
using Panther.Jit.Compilation;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;

namespace Panther.Tests.Debugging;

public sealed class KernelDumpTests
{
    private static readonly KernelRequest Request =
        new(((Action<Index1D, ArrayView<int>>)BoundsKernels.PickFromArray).Method, KernelForm.Implicit, [null, null], JitOptions.Default);

    [Fact]
    public void Write_FormsThatWereAskedFor_MakesOneFileEach()
    {
        string directory = Path.Combine(Path.GetTempPath(), $"panther-dump-{Guid.NewGuid():n}");
        try
        {
            var dump = new KernelDump("ir, OpenCL", directory);
            dump.WriteIr(Request, new TargetInfo(1), () => "the form");
            dump.WritePtx(Request, "not asked for");
            dump.WriteOpenCl(Request, KernelCompiler.EmitOpenCl(new OpenClTarget("a device", new Version(1, 2)), Request).Text);
            Assert.Equal(
                ["BoundsKernels.PickFromArray.cl", "BoundsKernels.PickFromArray.warp1.ir"],
                Directory.GetFiles(directory).Select(Path.GetFileName).Order(StringComparer.Ordinal));
            Assert.Equal("the form", File.ReadAllText(Path.Combine(directory, "BoundsKernels.PickFromArray.warp1.ir")));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public void NameOf_OtherOptions_IsAnotherNameAndTheSameEachTime()
    {
        KernelRequest other = Request with { Options = new JitOptions { FastMath = true } };
        Assert.NotEqual(KernelDump.NameOf(Request), KernelDump.NameOf(other));
        Assert.Equal(KernelDump.NameOf(other), KernelDump.NameOf(Request with { Options = new JitOptions { FastMath = true } }));
        Assert.StartsWith("BoundsKernels.PickFromArray-", KernelDump.NameOf(other), StringComparison.Ordinal);
    }

    [Fact]
    public void IsOn_NothingAskedFor_IsFalse() => Assert.False(new KernelDump(null, null).IsOn);
}
