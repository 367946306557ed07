using Panther.Jit.Backends.Ptx;
using Panther.Jit.IR;

namespace Panther.Tests.Ptx;

public class OperationTextTests
{
    /// <summary>Every register is declared and written before the text is done with it, and every branch leads somewhere else.</summary>
    [Fact]
    public void Emit_EveryOperationAndType_IsWellFormed()
    {
        foreach (KernelFunction kernel in OperationKernels.All)
        {
            string text = PtxText.Of(kernel);
            string? problem = PtxText.FindProblem(text);
            Assert.True(problem is null, $"{kernel.Name}: {problem}\n{text}");
        }
    }

    [Fact]
    public void Emit_SameKernelTwice_GivesSameText()
    {
        foreach (KernelFunction kernel in OperationKernels.All)
        {
            Assert.Equal(PtxText.Of(kernel), PtxBackend.Emit(kernel, PtxText.Hopper).Text);
        }
    }
}
