using Panther.Jit.Dialect;
using Panther.Jit.Runtime;

namespace Panther.Tests.TensorCores;

/// <summary>Warp groups of different work, a ring of stages, tensor maps and products in one kernel.</summary>
public sealed class PipelineTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(11)]
    public void Multiply_TilesThroughARing_GivesTheProduct(int tiles)
    {
        Device device = TensorCoreDevice.Get(DeviceFeature.WarpGroupMma);
        const int Side = PipelineKernel.Side;
        int depth = tiles * PipelineKernel.Depth;
        var random = new Random(tiles);
        int[] a = [.. Enumerable.Range(0, Side * depth).Select(_ => random.Next(-8, 9))], b = [.. Enumerable.Range(0, Side * depth).Select(_ => random.Next(-8, 9))];
        using DeviceBuffer<float> left = device.Allocate<float>([.. a.Select(x => (float)x)]), right = device.Allocate<float>([.. b.Select(x => (float)x)]);
        using DeviceBuffer<float> result = device.AllocateZeroed<float>(Side * Side);
        var tiling = new TensorTiling(Side, depth, depth, Side, PipelineKernel.Depth, SharedSwizzle.Bytes128);
        using DeviceBuffer<TensorMap> maps = device.Allocate<TensorMap>([device.DescribeTensor(left.View, tiling), device.DescribeTensor(right.View, tiling)]);

        device.LoadKernel<ArrayView<TensorMap>, ArrayView<float>, int>(
            PipelineKernel.Multiply, new JitOptions { MaxThreadsPerGroup = PipelineKernel.Threads, MinGroupsPerMultiprocessor = 1 })
            .Launch(device.DefaultStream, new KernelConfig(1, PipelineKernel.Threads), maps.View, result.View, tiles);

        float[] expected = new float[Side * Side];
        for (int n = 0; n < expected.Length; n++)
        {
            for (int k = 0; k < depth; k++)
            {
                expected[n] += a[(n / Side * depth) + k] * b[(n % Side * depth) + k];
            }
        }

        Assert.Equal(expected, result.ToArray());
    }

    [Fact]
    public void Emit_WarpGroupsOfDifferentWork_ShareTheRegisters()
    {
        string text = TensorCoreDevice.Text(PipelineKernel.Multiply);
        Assert.Contains("setmaxnreg.dec.sync.aligned.u32 40;", text);
        Assert.Contains("setmaxnreg.inc.sync.aligned.u32 232;", text);

        // Above 48 KB all of it is dynamic, and begins where the swizzle wants it.
        Assert.Contains(".extern .shared .align 1024 .b8", text);
    }
}
