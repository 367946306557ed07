using Panther.Jit.Dialect;

namespace Panther.Tests.Cpu;

public class CpuBackendFuzzTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public void Compile_RandomKernels_AgreeWithInterpreter(int batch)
    {
        int[] groupSizes = [16, 37, 5, 32, 48, 1];
        const int Kernels = 40;
        for (int i = 0; i < Kernels; i++)
        {
            int seed = (batch * 100_000) + i;
            int groupSize = groupSizes[i % groupSizes.Length];
            var random = new Random(seed);
            const int Groups = 3;
            try
            {
                LaneLaunch.Check(
                    () => new RandomIr(seed, groupSize).Build(),
                    new KernelConfig(Groups, groupSize),
                    [new byte[Groups * groupSize * RandomIr.OutputSlots * 8], new int[8], .. Inputs(random), random.Next(-2, 40), 0.75f]);
            }
            catch (Exception e) when (e is not Xunit.Sdk.IAssertionException)
            {
                throw new InvalidOperationException($"seed {seed}, group {groupSize}: {e.Message}\n{Panther.Jit.IR.IrPrinter.Print(new RandomIr(seed, groupSize).Build())}", e);
            }
        }
    }

    /// <summary>Small and large, positive and negative, special values among the floats; in the order of the kernel's parameters.</summary>
    private static object[] Inputs(Random random)
    {
        float[] special = [0f, -0f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, 1e-42f, 5e9f, -2.5f, 0.5f, 1.5f];
        float Single() => random.Next(3) == 0 ? special[random.Next(special.Length)] : (float)((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-3, 12)));
        long Integer() => random.Next(3) == 0 ? random.NextInt64() : random.Next(-20, 70);
        T[] Fill<T>(Func<T> make) => [.. Enumerable.Range(0, RandomIr.InputLength).Select(_ => make())];
        return
        [
            Fill(() => (int)Integer()),
            Fill(Single),
            Fill(Integer),
            Fill(() => (double)Single() * 1.0000001),
            Fill(() => random.Next(2) == 0),
            Fill(() => (short)Integer()),
            Fill(() => (sbyte)Integer()),
        ];
    }
}
