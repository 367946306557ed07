using System.Reflection;
using Panther.Jit.Dialect;

namespace Panther.Tests.Frontend;

public class ScalarTests
{
    [Fact]
    public void Translate_Axpy_AgreesWithDotNet() =>
        KernelRun.AssertSame(Kernel(nameof(ScalarKernels.Axpy)), new KernelConfig(2, 4), new Index1D(7), new float[7], new float[] { 1, 2, 3, -4, 5.5f, float.NaN, 7 }, 2.5f);

    [Theory]
    [InlineData(nameof(ScalarKernels.Branches), typeof(int))]
    [InlineData(nameof(ScalarKernels.Loops), typeof(long))]
    public void Translate_ControlFlow_AgreesWithDotNet(string name, Type result)
    {
        int[] input = [.. Enumerable.Range(-6, 16)];
        KernelRun.AssertSame(Kernel(name), new KernelConfig(2, 8), new Index1D(input.Length), Array.CreateInstance(result, input.Length), input);
    }

    [Fact]
    public void Translate_GridStride_AgreesWithDotNet() =>
        KernelRun.AssertSame(Kernel(nameof(ScalarKernels.GridStride)), new KernelConfig(2, 4), new double[19], Enumerable.Range(-9, 19).Select(i => i * 0.37).ToArray());

    private static MethodInfo Kernel(string name) => typeof(ScalarKernels).GetMethod(name)!;
}
