using Panther.Jit.Compilation;
using Panther.Jit.Runtime.Cuda;

namespace Panther.Tests.Runtime;

public sealed class WarmUpTests
{
    /// <summary>The kernel is compiled in the background, where a failure would go unseen.</summary>
    [Fact]
    public void Request_Compiled_GivesPtx()
    {
        string text = KernelCompiler.EmitPtx(CudaTarget.For(9, 0, 13000), 32, WarmUpKernel.Request).Text;

        Assert.Contains(".entry", text, StringComparison.Ordinal);
    }
}
