using Panther.Jit.Compilation;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;

namespace Panther.Tests.TensorCores;

/// <summary>Products by one warp, each against a scalar emulation.</summary>
public sealed class ProductTests
{
    public static TheoryData<int> Cases => [.. Enumerable.Range(0, ProductCase.All.Count)];

    /// <summary>The text names the instruction once, with as many registers as the fragments have.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Emit_Product_IsOneInstruction(int index)
    {
        ProductCase product = ProductCase.All[index];

        string line = Assert.Single(TensorCoreDevice.Lines(product.Kernel), l => l.StartsWith("mma.", StringComparison.Ordinal));

        int packed = product.OperandBits is 8 || product.Name.StartsWith("half", StringComparison.Ordinal) ? 2 : 1;
        int perLane = product.Name.StartsWith("half sum", StringComparison.Ordinal) ? 2 : 1;
        int sum = product.M * ProductCase.N / 32 / perLane;
        Assert.Matches(
            $"^{product.Opcode.Replace(".", "\\.")} {Registers(sum)}, {Registers(product.M * product.K / 32 / packed)}, {Registers(product.K * ProductCase.N / 32 / packed)}, {Registers(sum)};$",
            line);
    }

    /// <summary>Small integers are summed exactly in whatever order.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void MultiplyAdd_Integers_AreExact(int index)
    {
        ProductCase product = ProductCase.All[index];
        Device device = TensorCoreDevice.Get(product.Feature);
        var random = new Random(1 + index);
        double[] Integers(int count) => [.. Enumerable.Range(0, count).Select(_ => (double)random.Next(-8, 9))];
        const int Batch = 16;
        double[] a = Integers(Batch * product.M * product.K);
        double[] b = Integers(Batch * product.K * ProductCase.N);
        double[] c = Integers(Batch * product.M * ProductCase.N);

        Assert.Equal(product.Emulate(a, b, c), product.Run(device, a, b, c));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void MultiplyAdd_RandomOperands_StayWithinTheBound(int index)
    {
        ProductCase product = ProductCase.All[index];
        Device device = TensorCoreDevice.Get(product.Feature);
        var random = new Random(101 + index);
        const int Batch = 64;
        double[] a = RandomOperands.Of(random, Batch * product.M * product.K, product.OperandBits);
        double[] b = RandomOperands.Of(random, Batch * product.K * ProductCase.N, product.OperandBits);
        double[] c = RandomOperands.Of(random, Batch * product.M * ProductCase.N, product.SumBits);

        double[] expected = product.Emulate(a, b, c);
        double[] bounds = product.Bounds(a, b, c);
        double[] actual = product.Run(device, a, b, c);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(actual[i] - expected[i]) <= bounds[i], $"{product.Name}, element {i}: {actual[i]:R}, expected {expected[i]:R} ± {bounds[i]:R}");
        }
    }

    /// <summary>A matrix A with a single one picks a row of B, in which no two elements are equal: every element is where the layout says.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void MultiplyAdd_OneHotA_PicksTheRowOfB(int index)
    {
        ProductCase product = ProductCase.All[index];
        Device device = TensorCoreDevice.Get(product.Feature);
        int places = product.M * product.K;
        double[] a = new double[places * places];
        double[] b = new double[places * product.K * ProductCase.N];
        for (int place = 0; place < places; place++)
        {
            a[(place * places) + place] = 1;
            for (int i = 0; i < product.K * ProductCase.N; i++)
            {
                b[(place * product.K * ProductCase.N) + i] = i + 1;
            }
        }

        double[] c = new double[places * product.M * ProductCase.N];
        Assert.Equal(product.Emulate(a, b, c), product.Run(device, a, b, c));
    }

    [Fact]
    public void MultiplyAdd_TilesOfAMatrix_GiveTheProduct()
    {
        Device device = TensorCoreDevice.Get(DeviceFeature.TensorCores);
        const int M = 48;
        const int N = 40;
        const int K = 80;
        var random = new Random(11);
        int[] a = [.. Enumerable.Range(0, M * K).Select(_ => random.Next(-8, 9))], b = [.. Enumerable.Range(0, N * K).Select(_ => random.Next(-8, 9))];
        using DeviceBuffer<Half> left = device.Allocate<Half>([.. a.Select(x => (Half)x)]), right = device.Allocate<Half>([.. b.Select(x => (Half)x)]);
        using DeviceBuffer<float> result = device.AllocateZeroed<float>(M * N);

        device.LoadKernel<ArrayView<Half>, ArrayView<Half>, ArrayView<float>, int, int>(ProductKernels.Multiply)
            .Launch(device.DefaultStream, new KernelConfig(new Index2D(N / 8, M / 16), new Index2D(32, 1)), left.View, right.View, result.View, N, K);

        Assert.Equal(Enumerable.Range(0, M * N).Select(n => (float)Enumerable.Range(0, K).Sum(k => a[(n / N * K) + k] * b[(n % N * K) + k])), result.ToArray());
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("opencl")]
    public void LoadKernel_OnAnotherDevice_NamesFeatureAndDevice(string kind)
    {
        Device device = TestDevice.Get(kind);
        ProductCase product = ProductCase.All[3];
        double[] zeros = new double[256];

        KernelCompilationException thrown = Assert.Throws<KernelCompilationException>(() => product.Run(device, zeros, zeros, zeros));

        Assert.Contains("TensorCore.MultiplyAdd", thrown.Message);
        Assert.Contains("DeviceFeature.TensorCores", thrown.Message);
        Assert.Contains(device.Id, thrown.Message);
    }

    private static string Registers(int count) => $"\\{{%\\w+(, %\\w+){{{count - 1}}}\\}}";
}
