using Panther.Jit.Compilation;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;

namespace Panther.Tests.TensorCores;

/// <summary>Bulk copies, tensor maps and barriers in shared memory.</summary>
public sealed class BulkCopyTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    public void ToShared_TwoStages_BringsEveryTile(int turns)
    {
        Device device = TensorCoreDevice.Get(DeviceFeature.BulkCopy);
        float[] values = [.. Enumerable.Range(0, 256 * turns).Select(i => (float)((i * 37) % 101))];
        using DeviceBuffer<float> source = device.Allocate<float>(values), result = device.AllocateZeroed<float>(256);

        device.LoadKernel<ArrayView<float>, ArrayView<float>>(BulkCopyKernels.SumTiles).Launch(device.DefaultStream, new KernelConfig(1, 128), source.View, result.View);

        Assert.Equal(Enumerable.Range(0, 256).Select(i => Enumerable.Range(0, turns).Sum(t => values[(256 * t) + i] * (t + 1))), result.ToArray());
    }

    [Fact]
    public void Arrive_AllThreads_SeeEachOthersWrites()
    {
        Device device = TensorCoreDevice.Get(DeviceFeature.BulkCopy);
        using DeviceBuffer<int> result = device.AllocateZeroed<int>(128);

        device.LoadKernel<ArrayView<int>>(BulkCopyKernels.Arrivals).Launch(device.DefaultStream, new KernelConfig(1, 128), result.View);

        Assert.Equal(Enumerable.Range(0, 128).Select(i => ((i + 77) % 128 * 7) + 1), result.ToArray());
    }

    [Fact]
    public void ToGlobal_TwoGroups_ArriveAll()
    {
        Device device = TensorCoreDevice.Get(DeviceFeature.BulkCopy);
        float[] values = [.. Enumerable.Range(0, 256).Select(i => i + 0.5f)];
        using DeviceBuffer<float> source = device.Allocate<float>(values), result = device.AllocateZeroed<float>(256);

        device.LoadKernel<ArrayView<float>, ArrayView<float>>(BulkCopyKernels.Double).Launch(device.DefaultStream, new KernelConfig(1, 128), source.View, result.View);

        Assert.Equal(values.Select(x => 2 * x), result.ToArray());
    }

    /// <summary>Elements outside the matrix come as zeros, and go nowhere.</summary>
    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(5, 8, 3, 12)]
    [InlineData(40, 32, 45, 40)]
    [InlineData(-3, -8, 2, 4)]
    public void MoveTile_AnywhereInTheMatrix_IsExact(int fromRow, int fromColumn, int toRow, int toColumn)
    {
        Device device = TensorCoreDevice.Get(DeviceFeature.BulkCopy);
        const int Rows = 50;
        const int Columns = 60;
        const int Stride = 64;
        float[] values = [.. Enumerable.Range(1, Rows * Stride).Select(i => (float)i)];
        using DeviceBuffer<float> source = device.Allocate<float>(values), target = device.AllocateZeroed<float>(Rows * Stride), raw = device.AllocateZeroed<float>(16 * 32);
        var tiling = new TensorTiling(Rows, Columns, Stride, 16, 32);
        using DeviceBuffer<TensorMap> maps = device.Allocate<TensorMap>([device.DescribeTensor(source.View, tiling), device.DescribeTensor(target.View, tiling)]);

        device.LoadKernel<ArrayView<TensorMap>, ArrayView<float>, int, int, int, int>(BulkCopyKernels.MoveTile)
            .Launch(device.DefaultStream, new KernelConfig(1, 128), maps.View, raw.View, fromRow, fromColumn, toRow, toColumn);

        float[] tile = [.. Enumerable.Range(0, 16 * 32).Select(i => At(fromRow + (i / 32), fromColumn + (i % 32)))];
        Assert.Equal(tile, raw.ToArray());
        float[] expected = new float[Rows * Stride];
        for (int i = 0; i < tile.Length; i++)
        {
            (int row, int column) = (toRow + (i / 32), toColumn + (i % 32));
            if (row is >= 0 and < Rows && column is >= 0 and < Columns)
            {
                expected[(row * Stride) + column] = tile[i];
            }
        }

        Assert.Equal(expected, target.ToArray());

        float At(int row, int column) => row is >= 0 and < Rows && column is >= 0 and < Columns ? values[(row * Stride) + column] : 0;
    }

    [Fact]
    public void DescribeTensor_SwizzledTiles_LieAsDocumented()
    {
        Device device = TensorCoreDevice.Get(DeviceFeature.BulkCopy);
        float[] values = [.. Enumerable.Range(0, 16 * 32).Select(i => (float)i)];
        using DeviceBuffer<float> source = device.Allocate<float>(values), target = device.AllocateZeroed<float>(16 * 32), raw = device.AllocateZeroed<float>(16 * 32);
        var tiling = new TensorTiling(16, 32, 32, 16, 32, SharedSwizzle.Bytes128);
        using DeviceBuffer<TensorMap> maps = device.Allocate<TensorMap>([device.DescribeTensor(source.View, tiling), device.DescribeTensor(target.View, tiling)]);

        device.LoadKernel<ArrayView<TensorMap>, ArrayView<float>, int, int, int, int>(BulkCopyKernels.MoveTile)
            .Launch(device.DefaultStream, new KernelConfig(1, 128), maps.View, raw.View, 0, 0, 0, 0);

        float[] mixed = new float[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            mixed[Rows128.Place(i / 32, i % 32 * 4) / 4] = values[i];
        }

        Assert.Equal(mixed, raw.ToArray());
        Assert.Equal(values, target.ToArray());
    }

    /// <summary>What tensor maps write is what products of warp groups read.</summary>
    [Fact]
    public void ToShared_TilesOfAProduct_GiveTheProduct()
    {
        Device device = TensorCoreDevice.Get(DeviceFeature.WarpGroupMma);
        var random = new Random(5);
        int[] a = [.. Enumerable.Range(0, 64 * 32).Select(_ => random.Next(-8, 9))], b = [.. Enumerable.Range(0, 64 * 32).Select(_ => random.Next(-8, 9))];
        using DeviceBuffer<float> left = device.Allocate<float>([.. a.Select(x => (float)x)]), right = device.Allocate<float>([.. b.Select(x => (float)x)]);
        using DeviceBuffer<float> result = device.AllocateZeroed<float>(64 * 64);
        var tiling = new TensorTiling(64, 32, 32, 64, 32, SharedSwizzle.Bytes128);
        using DeviceBuffer<TensorMap> maps = device.Allocate<TensorMap>([device.DescribeTensor(left.View, tiling), device.DescribeTensor(right.View, tiling)]);

        device.LoadKernel<ArrayView<TensorMap>, ArrayView<float>>(BulkCopyKernels.TensorProduct).Launch(device.DefaultStream, new KernelConfig(1, 128), maps.View, result.View);

        Assert.Equal(Enumerable.Range(0, 64 * 64).Select(n => (float)Enumerable.Range(0, 32).Sum(k => a[(n / 64 * 32) + k] * b[(n % 64 * 32) + k])), result.ToArray());
    }

    [Fact]
    public void DescribeTensor_MatrixBeyondTheView_Throws()
    {
        Device device = TensorCoreDevice.Get(DeviceFeature.BulkCopy);
        using DeviceBuffer<float> buffer = device.Allocate<float>(1024);
        Assert.Throws<ArgumentException>(() => device.DescribeTensor(buffer.View, new TensorTiling(33, 32, 32, 8, 8)));
        Assert.Throws<DeviceException>(() => device.DescribeTensor(buffer.View, new TensorTiling(32, 30, 30, 8, 8)));
    }

    [Fact]
    public void DescribeTensor_OnTheCpu_NamesFeatureAndDevice()
    {
        Device device = TestDevice.Get("cpu");
        using DeviceBuffer<float> buffer = device.Allocate<float>(1024);
        NotSupportedException thrown = Assert.Throws<NotSupportedException>(() => device.DescribeTensor(buffer.View, new TensorTiling(32, 32, 32, 8, 8)));
        Assert.Contains("BulkCopy", thrown.Message);
        Assert.Contains(device.Id, thrown.Message);
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("opencl")]
    public void Launch_OnAnotherDevice_NamesFeatureAndDevice(string kind)
    {
        Device device = TestDevice.Get(kind);
        using DeviceBuffer<int> buffer = device.AllocateZeroed<int>(128);

        KernelCompilationException thrown = Assert.Throws<KernelCompilationException>(
            () => device.LoadKernel<ArrayView<int>>(BulkCopyKernels.Arrivals).Launch(device.DefaultStream, new KernelConfig(1, 128), buffer.View));

        Assert.Contains("SharedBarrier.", thrown.Message);
        Assert.Contains("DeviceFeature.BulkCopy", thrown.Message);
        Assert.Contains(device.Id, thrown.Message);
    }

    [Fact]
    public void Emit_EveryForm_HasItsText()
    {
        const string Shared = @"\[(%r\d+|shared\w+)(\+\d+)?\]";
        const string Global = @"\[%rd\d+(\+\d+)?\]";
        string[] sum = TensorCoreDevice.Lines(BulkCopyKernels.SumTiles);
        Assert.Contains(sum, l => Matches(l, $"mbarrier.init.shared::cta.b64 {Shared}, 1;"));
        Assert.Contains(sum, l => Matches(l, $"mbarrier.inval.shared::cta.b64 {Shared};"));
        Assert.Contains("fence.mbarrier_init.release.cluster;", sum);
        Assert.Contains(sum, l => Matches(l, $"mbarrier.arrive.expect_tx.shared::cta.b64 _, {Shared}, 1024;"));
        Assert.Contains(sum, l => Matches(l, $"mbarrier.try_wait.parity.shared::cta.b64 %p\\d+, {Shared}, %r\\d+;"));
        Assert.Contains(sum, l => Matches(l, $"cp.async.bulk.shared::cluster.global.mbarrier::complete_tx::bytes {Shared}, {Global}, 1024, {Shared};"));
        Assert.Contains(TensorCoreDevice.Lines(BulkCopyKernels.Arrivals), l => Matches(l, $"mbarrier.arrive.shared::cta.b64 _, {Shared};"));
        string[] twice = TensorCoreDevice.Lines(BulkCopyKernels.Double);
        Assert.Contains("fence.proxy.async.shared::cta;", twice);
        Assert.Contains(twice, l => Matches(l, $"cp.async.bulk.global.shared::cta.bulk_group {Global}, {Shared}, 512;"));
        Assert.Contains("cp.async.bulk.commit_group;", twice);
        Assert.Contains("cp.async.bulk.wait_group.read 1;", twice);
        Assert.Contains("cp.async.bulk.wait_group 0;", twice);
        string[] move = TensorCoreDevice.Lines(BulkCopyKernels.MoveTile);
        Assert.Contains(move, l => Matches(l, @"fence.proxy.tensormap::generic.acquire.gpu \[%rd\d+\], 128;"));
        const string Tile = @"\[%rd\d+, \{%r\d+, %r\d+\}\]";
        Assert.Contains(move, l => Matches(l, $"cp.async.bulk.tensor.2d.shared::cluster.global.tile.mbarrier::complete_tx::bytes {Shared}, {Tile}, {Shared};"));
        Assert.Contains(move, l => Matches(l, $"cp.async.bulk.tensor.2d.global.shared::cta.tile.bulk_group {Tile}, {Shared};"));

        static bool Matches(string line, string pattern) => System.Text.RegularExpressions.Regex.IsMatch(line, $"^{pattern}$");
    }

    /// <summary>What a bulk copy writes is not read through the read-only cache.</summary>
    [Fact]
    public void Emit_KernelThatWritesInBulk_HasNoReadOnlyLoads() =>
        Assert.DoesNotContain(TensorCoreDevice.Lines(BulkCopyKernels.Double), l => l.StartsWith("ld.global.nc", StringComparison.Ordinal));
}
