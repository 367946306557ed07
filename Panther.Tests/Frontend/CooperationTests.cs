using System.Reflection;
using Panther.Jit.Dialect;
using Panther.Jit.IR;
using Panther.Tests.Engine;
using Panther.Tests.Frontend.Kernels;

namespace Panther.Tests.Frontend;

/// <summary>Kernels that .NET cannot run thread by thread: the interpreter runs the translation, with warps of four lanes.</summary>
public unsafe class CooperationTests
{
    [Fact]
    public void Translate_BarrierAndSharedMemory_ReversesEachGroup()
    {
        int[] values = [.. Enumerable.Range(0, 15)];
        Run(nameof(CooperationKernels.Reverse), new KernelConfig(3, 5), values);

        Assert.Equal([4, 3, 2, 1, 0, 9, 8, 7, 6, 5, 14, 13, 12, 11, 10], values);
    }

    [Fact]
    public void Translate_ShuffleXor_SumsOverTheWarp()
    {
        int[] values = [1, 2, 3, 4, 5, 6, 7, 8];
        Run(nameof(CooperationKernels.WarpSum), new KernelConfig(1, 8), values);

        Assert.Equal([1000, 1001, 1002, 1003, 2610, 2611, 2612, 2613], values);
    }

    [Fact]
    public void Translate_ShuffledStruct_MovesEveryField()
    {
        double[] values = new double[4];
        Run(nameof(CooperationKernels.ShuffleStructs), new KernelConfig(1, 4), values);

        var next = Enumerable.Range(0, 4).Select(i => Math.Min(i + 1, 3)).ToArray();
        Assert.Equal(
            Enumerable.Range(0, 4).Select(i => 200 + next[i] + (next[i] * 0.5) + (next[i] % 2 == 1 ? 1000 : 0) + (200 * 10000) + (next[Math.Max(i - 1, 0)] * 0.5 * 0.001)),
            values);
    }

    [Fact]
    public void Translate_TranscendentalFunctions_AreTheDialects()
    {
        double[] y = [0.7, 0];
        float[] z = [0.7f, 0];
        KernelFunction function = KernelRun.Translate(Kernel(nameof(CooperationKernels.Elementary)));
        fixed (double* py = y)
        fixed (float* pz = z)
        {
            IrInterpreter.Run(function, KernelRun.Target, new KernelConfig(1, 1), ParameterBytes.Of(function, (nint)py, 2L, (nint)pz, 2L));
        }

        const double X = 0.7;
        const float F = 0.7f;
        Assert.Equal(XMath.Exp(X) + XMath.Log(X) + XMath.Pow(X, 1.5) + XMath.Tanh(X) + XMath.Cbrt(X) + XMath.Atan2(X, 2) + XMath.Sin(X) + (XMath.Cos(X) * 3), y[1]);
        Assert.Equal(XMath.Exp(F) + XMath.Log(F) + XMath.Pow(F, 1.5f) + XMath.Tanh(F) + XMath.Sin(F) + XMath.Exp2(F) + XMath.Hypot(F, 2) + XMath.LogP1(F), z[1]);
    }

    [Fact]
    public void Translate_UnrollHints_StayInTheirLoops()
    {
        KernelFunction function = KernelRun.Translate(Kernel(nameof(CooperationKernels.LoopHints)));
        var loops = new LoopForest(function, new DominatorTree(function));
        UnrollHintInstruction[] hints = [.. function.Blocks.SelectMany(b => b.Instructions).OfType<UnrollHintInstruction>()];

        Assert.Equal([true, false], hints.Select(h => h.Unroll));
        Assert.All(hints, h => Assert.NotNull(loops.Innermost(h.Block!)));
        Assert.NotSame(loops.Innermost(hints[0].Block!), loops.Innermost(hints[1].Block!));
    }

    [Fact]
    public void Translate_Instructions_CarryTheirLines()
    {
        KernelFunction function = KernelRun.Translate(Kernel(nameof(CooperationKernels.Reverse)));

        Assert.All(
            function.Blocks.SelectMany(b => b.Instructions).Where(i => i is StoreInstruction or BarrierInstruction),
            i => Assert.Matches(@"CooperationKernels\.cs:\d+$", i.Location!.ToString()));
    }

    private static void Run<T>(string name, KernelConfig config, T[] values)
        where T : unmanaged
    {
        KernelFunction function = KernelRun.Translate(Kernel(name));
        fixed (T* pointer = values)
        {
            IrInterpreter.Run(function, KernelRun.Target, config, ParameterBytes.Of(function, (nint)pointer, (long)values.Length));
        }
    }

    private static MethodInfo Kernel(string name) => typeof(CooperationKernels).GetMethod(name)!;
}
