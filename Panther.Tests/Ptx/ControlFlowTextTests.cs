using Panther.Jit.Backends.Ptx;
using Panther.Jit.IR;

namespace Panther.Tests.Ptx;

public class ControlFlowTextTests
{
    [Fact]
    public void Emit_PhisAndBranches_IsWellFormed()
    {
        foreach (KernelFunction kernel in ControlFlowKernels.All)
        {
            string text = PtxText.Of(kernel);
            string? problem = PtxText.FindProblem(text);
            Assert.True(problem is null, $"{kernel.Name}: {problem}\n{text}");
        }
    }

    /// <summary>The loop is rotated, so that an iteration has one branch, and no phi costs a move in it.</summary>
    [Fact]
    public void Emit_SumLoop_HasNoMovesAndOneBranch()
    {
        string[] body = PtxText.Body(PtxText.Of(ControlFlowKernels.Sum));
        int back = Array.FindLastIndex(body, l => l.Contains("bra", StringComparison.Ordinal));
        int start = Array.IndexOf(body, body[back].Split("bra ")[1].TrimEnd(';') + ":");
        string[] loop = [.. body[(start + 1)..(back + 1)].Where(l => !l.EndsWith(':'))];
        Assert.Equal(["mad.lo.s32", "add.s32", "setp.lt.s32"], loop[..^1].Select(l => l.Split(' ')[0]));
    }

    /// <summary>A cycle of two needs three moves in the loop and no more.</summary>
    [Fact]
    public void Emit_SwapLoop_SavesOneRegister()
    {
        string[] body = PtxText.Body(PtxText.Of(ControlFlowKernels.Swap));
        int start = Array.FindIndex(body, l => l.EndsWith(':'));
        int end = Array.FindIndex(body, l => l.StartsWith("mul.lo", StringComparison.Ordinal) || l.StartsWith("mad.lo", StringComparison.Ordinal));
        Assert.Equal(3, body[start..end].Count(l => l.StartsWith("mov.b32", StringComparison.Ordinal)));
    }

    /// <summary>ptxas gets this wrong when it sees a wide product; see <c>PtxSelector.MeetsZero</c>.</summary>
    [Fact]
    public void Emit_WideProductOrZero_MultipliesLongFactors()
    {
        string text = PtxText.Of(ControlFlowKernels.WideProductOr("0"));
        Assert.DoesNotContain("mul.wide", text);
        Assert.Contains("mul.lo.s64", text);
        Assert.Contains("mul.wide.s32", PtxText.Of(ControlFlowKernels.WideProductOr("5")));
    }

    [Fact]
    public void Emit_LargeSharedMemory_AsksForDynamicMemory()
    {
        PtxModule module = PtxBackend.Emit(ControlFlowKernels.LargeShared, PtxText.Hopper);
        Assert.Equal(0, module.StaticSharedBytes);
        Assert.Equal(65536 + 256, module.ExtraDynamicBytes);
        Assert.Contains(".extern .shared .align 16 .b8 dynamic_shared[];", module.Text);
        Assert.DoesNotContain("    .shared", module.Text);
    }
}
