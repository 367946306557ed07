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
        Index3D[] shapes = [new(16, 1, 1), new(37, 1, 1), new(5, 1, 1), new(8, 4, 1), new(48, 1, 1), new(1, 1, 1), new(3, 5, 2), new(4, 2, 4), new(32, 2, 1), new(1, 20, 1)];
        const int Kernels = 25;
        for (int i = 0; i < Kernels; i++)
        {
            int seed = (batch * 100_000) + i;
            Index3D shape = shapes[i % shapes.Length];
            int groupSize = (int)shape.Size;
            var random = new Random(seed);
            const int Groups = 3;
            try
            {
                LaneLaunch.Check(
                    () => new RandomIr(seed, shape, groupSize % 16 == 0).Build(),
                    new KernelConfig(new Index3D(Groups, 1, 1), shape),
                    [new byte[Groups * groupSize * RandomIr.OutputSlots * 8], new int[8], .. Inputs(random), random.Next(-2, 40), 0.75f]);
            }
            catch (Exception e) when (e is not Xunit.Sdk.IAssertionException)
            {
                throw new InvalidOperationException($"seed {seed}, group {shape}: {e.Message}\n{Panther.Jit.IR.IrPrinter.Print(new RandomIr(seed, shape, groupSize % 16 == 0).Build())}", e);
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
            Fill(() => BitConverter.HalfToUInt16Bits((Half)Single())),
            Fill(() => (ushort)(BitConverter.SingleToUInt32Bits(Single()) >> 16)),
        ];
    }
}
