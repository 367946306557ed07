using Panther.Jit.Compilation;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Jit.Runtime.Cuda;

namespace Panther.Tests.TensorCores;

/// <summary>Products by four warps with operands in shared memory, each against a scalar emulation.</summary>
public sealed class WarpGroupTests
{
    public static TheoryData<int> Cases => [.. Enumerable.Range(0, WarpGroupCase.All.Count)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void MultiplyAdd_Integers_AreExact(int index)
    {
        WarpGroupCase product = WarpGroupCase.All[index];
        Device device = TensorCoreDevice.Get(DeviceFeature.WarpGroupMma);
        var random = new Random(1 + index);
        double[] Integers(int count) => [.. Enumerable.Range(0, count).Select(_ => (double)random.Next(-8, 9))];
        double[] a = Integers(WarpGroupCase.M * product.K);
        double[] b = Integers(product.N * product.K);
        double[] c = Integers(WarpGroupCase.M * product.N);

        Assert.Equal(product.Emulate(a, b, c), product.Run(device, a, b, c));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void MultiplyAdd_RandomOperands_StayWithinTheBound(int index)
    {
        WarpGroupCase product = WarpGroupCase.All[index];
        Device device = TensorCoreDevice.Get(DeviceFeature.WarpGroupMma);
        var random = new Random(101 + index);
        double[] a = RandomOperands.Of(random, WarpGroupCase.M * product.K, product.OperandBits);
        double[] b = RandomOperands.Of(random, product.N * product.K, product.OperandBits);
        double[] c = RandomOperands.Of(random, WarpGroupCase.M * product.N, 24);

        double[] expected = product.Emulate(a, b, c);
        double[] bounds = product.Bounds(a, b, c);
        double[] actual = product.Run(device, a, b, c);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(actual[i] - expected[i]) <= bounds[i], $"{product.Name}, element {i}: {actual[i]:R}, expected {expected[i]:R} ± {bounds[i]:R}");
        }
    }

    /// <summary>The sums stay in the same registers over a loop that is not unrolled, with products always under way.</summary>
    [Fact]
    public void MultiplyAdd_ChainInALoop_AddsUp()
    {
        Device device = TensorCoreDevice.Get(DeviceFeature.WarpGroupMma);
        var random = new Random(3);
        const int Columns = 64;
        const int Turns = 37;
        int[] a = [.. Enumerable.Range(0, 64 * 8).Select(_ => random.Next(-8, 9))], b = [.. Enumerable.Range(0, Columns * 8).Select(_ => random.Next(-8, 9))];
        using DeviceBuffer<float> left = device.Allocate<float>([.. a.Select(x => (float)x)]), right = device.Allocate<float>([.. b.Select(x => (float)x)]);
        using DeviceBuffer<float> result = device.AllocateZeroed<float>(64 * Columns);

        device.LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>, int>(WarpGroupKernels.Chain)
            .Launch(device.DefaultStream, new KernelConfig(1, 128), left.View, right.View, result.View, Turns);

        // Two accumulators of equal sums, added up at the end.
        Assert.Equal(
            Enumerable.Range(0, 64 * Columns).Select(n => 2f * Turns * Enumerable.Range(0, 8).Sum(k => a[(n / Columns * 8) + k] * b[(n % Columns * 8) + k])),
            result.ToArray());
    }

    /// <summary>Nothing touches the registers between a product and the wait for it: the driver's compiler would say so, and take the products one at a time.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Link_Product_IsNotSerialized(int index)
    {
        var device = (CudaDevice)TensorCoreDevice.Get(DeviceFeature.WarpGroupMma);
        CheckRemarks(device, WarpGroupCase.All[index].Kernel);
    }

    [Fact]
    public void Link_Chain_IsNotSerialized() => CheckRemarks((CudaDevice)TensorCoreDevice.Get(DeviceFeature.WarpGroupMma), WarpGroupKernels.Chain);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Emit_Product_NamesItsRegistersInPlace(int index)
    {
        WarpGroupCase product = WarpGroupCase.All[index];

        string[] lines = TensorCoreDevice.Lines(product.Kernel);

        string[] products = [.. lines.Where(l => l.StartsWith("wgmma.mma_async", StringComparison.Ordinal))];
        string sum = $"\\{{%f\\d+(, %f\\d+){{{(product.N / 2) - 1}}}\\}}";
        string a = product.Name.EndsWith("registers", StringComparison.Ordinal) ? "\\{%r\\d+, %r\\d+, %r\\d+, %r\\d+\\}" : "%rd\\d+";
        string transposes = product.Opcode.Contains("tf32", StringComparison.Ordinal) ? string.Empty : product.Name.EndsWith("registers", StringComparison.Ordinal) ? ", \\d" : ", \\d, \\d";
        Assert.All(products, l => Assert.Matches($"^{product.Opcode.Replace(".", "\\.")} {sum}, {a}, %rd\\d+, %p\\d+, 1, 1{transposes};$", l));

        // All products of the kernel add to the same registers, and nothing stands between the first and the wait but what makes their operands.
        Assert.Single(products.Select(l => l[..l.IndexOf('}')]).Distinct());
        int fence = Array.IndexOf(lines, "wgmma.fence.sync.aligned;");
        int wait = Array.IndexOf(lines, "wgmma.wait_group.sync.aligned 0;");
        string registers = products[0][products[0].IndexOf('{')..products[0].IndexOf('}')];
        HashSet<string> file = [.. registers.Trim('{').Split(", ")];
        Assert.InRange(fence, 0, wait);
        Assert.DoesNotContain(lines[fence..wait], l => l.StartsWith("mov.f32", StringComparison.Ordinal) && l.TrimEnd(';').Split(' ', ',').Any(file.Contains));
        Assert.DoesNotContain(lines, l => l.Contains(".local", StringComparison.Ordinal));
    }

    [Fact]
    public void Emit_IndexThatIsNoConstant_IsRefused()
    {
        static void Kernel(ArrayView<float> a, ArrayView<float> d, int which)
        {
            ArrayView<float> tile = SharedMemory.Allocate<float>(64 * 8, 1024);
            tile[Group.IdxX] = a[Group.IdxX];
            ArrayView<float> sum = LocalMemory.Allocate<float>(4);
            var matrix = SharedMatrix.At(ref tile[0], 16, 256, SharedSwizzle.Bytes32);
            WarpGroup.MultiplyAddTf32(sum, matrix, matrix, true);
            WarpGroup.Wait(0);
            d[0] = sum[which];
        }

        KernelCompilationException thrown = Assert.Throws<KernelCompilationException>(() => TensorCoreDevice.Lines(Kernel));
        Assert.Contains("indexed by a variable", thrown.Message);
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("opencl")]
    public void Launch_OnAnotherDevice_NamesFeatureAndDevice(string kind)
    {
        Device device = TestDevice.Get(kind);
        using DeviceBuffer<float> buffer = device.AllocateZeroed<float>(64 * 64);

        KernelCompilationException thrown = Assert.Throws<KernelCompilationException>(
            () => device.LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>, int>(WarpGroupKernels.Chain)
                .Launch(device.DefaultStream, new KernelConfig(1, 128), buffer.View, buffer.View, buffer.View, 1));

        Assert.Matches(@"DeviceFeature\.(WarpGroupMma|BulkCopy)", thrown.Message);
        Assert.Contains(device.Id, thrown.Message);
    }

    private static void CheckRemarks(CudaDevice device, Delegate kernel)
    {
        CudaLinker.Link(device, TensorCoreDevice.Text(kernel), kernel.Method.Name, out string remarks);
        TestContext.Current.TestOutputHelper?.WriteLine(remarks);
        Assert.DoesNotContain("serialized", remarks);
        Assert.DoesNotContain("C7510", remarks);
    }
}
