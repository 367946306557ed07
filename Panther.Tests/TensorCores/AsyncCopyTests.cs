using Panther.Jit.Compilation;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;

namespace Panther.Tests.TensorCores;

public sealed class AsyncCopyTests
{
    [Fact]
    public void Copy_4Bytes_Arrives() => CheckCopy(i => (float)i, i => -1f - i);

    [Fact]
    public void Copy_8Bytes_Arrives() => CheckCopy(i => new AsyncCopyKernels.Eight(i, i + 0.5f), i => new AsyncCopyKernels.Eight(-i, 7));

    [Fact]
    public void Copy_16Bytes_Arrives() =>
        CheckCopy(i => new AsyncCopyKernels.Sixteen(i, i + 0.25f, i + 0.5f, i + 0.75f), i => new AsyncCopyKernels.Sixteen(-i, 7, 8, 9));

    [Fact]
    public void CopyOrZero_OutsideElements_AreZero()
    {
        Device device = TensorCoreDevice.Get(DeviceFeature.AsyncCopy);
        using DeviceBuffer<float> source = device.Allocate<float>([.. Enumerable.Range(1, 32).Select(i => (float)i)]), result = device.Allocate<float>(32);

        device.LoadKernel<ArrayView<float>, ArrayView<float>>(AsyncCopyKernels.CopyOrZero).Launch(device.DefaultStream, new KernelConfig(1, 32), source.View, result.View);

        Assert.Equal(Enumerable.Range(0, 32).Select(i => 31 - i).Select(i => i % 3 == 0 ? 0f : i + 1), result.ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Wait_OneGroupUnderWay_GivesTheTileBeforeIt(int turns)
    {
        Device device = TensorCoreDevice.Get(DeviceFeature.AsyncCopy);
        float[] values = [.. Enumerable.Range(0, 32 * turns).Select(i => (float)((i * 37) % 101))];
        using DeviceBuffer<float> source = device.Allocate<float>(values), result = device.Allocate<float>(32);

        device.LoadKernel<ArrayView<float>, ArrayView<float>>(AsyncCopyKernels.Pipeline).Launch(device.DefaultStream, new KernelConfig(1, 32), source.View, result.View);

        Assert.Equal(Enumerable.Range(0, 32).Select(i => Enumerable.Range(0, turns).Sum(t => values[(32 * t) + 31 - i] * (t + 1))), result.ToArray());
    }

    /// <summary>What was known of the place before the copy is not taken for what is there after the wait.</summary>
    [Fact]
    public void Emit_LoadBehindTheWait_StaysThere()
    {
        string[] lines = [.. TensorCoreDevice.Lines(AsyncCopyKernels.CopyOne<float>).Select(l => l.Split(' ', ',', ';')[0])];

        int wait = Array.IndexOf(lines, "cp.async.wait_group");
        Assert.Equal(["cp.async.ca.shared.global", "cp.async.commit_group", "cp.async.wait_group"], lines.Where(l => l.StartsWith("cp.", StringComparison.Ordinal)));
        Assert.True(Array.IndexOf(lines, "st.shared.f32") < Array.IndexOf(lines, "cp.async.ca.shared.global"));
        Assert.True(Array.LastIndexOf(lines, "ld.shared.f32") > wait);
    }

    [Fact]
    public void Emit_EveryForm_HasItsText()
    {
        Assert.Contains(TensorCoreDevice.Lines(AsyncCopyKernels.CopyOne<AsyncCopyKernels.Eight>), l => l.StartsWith("cp.async.ca.shared.global [%r", StringComparison.Ordinal) && l.EndsWith("], 8;", StringComparison.Ordinal));
        Assert.Contains(TensorCoreDevice.Lines(AsyncCopyKernels.CopyOne<AsyncCopyKernels.Sixteen>), l => l.StartsWith("cp.async.cg.shared.global [%r", StringComparison.Ordinal) && l.EndsWith("], 16;", StringComparison.Ordinal));
        string[] lines = TensorCoreDevice.Lines(AsyncCopyKernels.CopyOrZero);
        Assert.Contains(lines, l => l.StartsWith("cp.async.ca.shared.global [%r", StringComparison.Ordinal) && l.Contains("], 4, %r", StringComparison.Ordinal));
        Assert.Contains("cp.async.wait_all;", lines);
        Assert.Contains("cp.async.wait_group 1;", TensorCoreDevice.Lines(AsyncCopyKernels.Pipeline));
    }

    [Fact]
    public void Emit_ElementOfAnotherSize_IsRefused()
    {
        KernelCompilationException thrown = Assert.Throws<KernelCompilationException>(() => TensorCoreDevice.Lines(AsyncCopyKernels.CopyOne<short>));
        Assert.Contains("2 bytes", thrown.Message);
        Assert.Contains("4, 8 or 16", thrown.Message);
    }

    [Fact]
    public void Emit_SourceInSharedMemory_IsRefused()
    {
        static void Kernel(ArrayView<float> d)
        {
            ArrayView<float> tile = SharedMemory.Allocate<float>(64);
            AsyncCopy.Copy(ref tile[Group.IdxX], ref tile[Group.IdxX + 32]);
            AsyncCopy.WaitAll();
            d[Group.IdxX] = tile[Group.IdxX];
        }

        KernelCompilationException thrown = Assert.Throws<KernelCompilationException>(() => TensorCoreDevice.Lines(Kernel));
        Assert.Contains("AsyncCopy.Copy on shared memory where it takes global memory", thrown.Message);
    }

    [Fact]
    public void Emit_NumberKnownOnlyAtRunTime_IsRefused()
    {
        static void Kernel(ArrayView<float> d, int pending)
        {
            AsyncCopy.Wait(pending);
            d[0] = 1;
        }

        KernelCompilationException thrown = Assert.Throws<KernelCompilationException>(() => TensorCoreDevice.Lines(Kernel));
        Assert.Contains("AsyncCopy.Wait with a number that is known only at run time", thrown.Message);
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("opencl")]
    public void Launch_OnAnotherDevice_NamesFeatureAndDevice(string kind)
    {
        Device device = TestDevice.Get(kind);
        using DeviceBuffer<float> buffer = device.AllocateZeroed<float>(32);

        KernelCompilationException thrown = Assert.Throws<KernelCompilationException>(
            () => device.LoadKernel<ArrayView<float>, ArrayView<float>>(AsyncCopyKernels.Pipeline).Launch(device.DefaultStream, new KernelConfig(1, 32), buffer.View, buffer.View));

        Assert.Contains("AsyncCopy.Copy", thrown.Message);
        Assert.Contains("DeviceFeature.AsyncCopy", thrown.Message);
        Assert.Contains(device.Id, thrown.Message);
    }

    private static void CheckCopy<T>(Func<int, T> source, Func<int, T> before)
        where T : unmanaged
    {
        Device device = TensorCoreDevice.Get(DeviceFeature.AsyncCopy);
        T[] values = [.. Enumerable.Range(0, 32).Select(source)], old = [.. Enumerable.Range(0, 32).Select(before)];
        using DeviceBuffer<T> from = device.Allocate<T>(values), was = device.Allocate<T>(old), result = device.Allocate<T>(32);

        device.LoadKernel<ArrayView<T>, ArrayView<T>, ArrayView<T>>(AsyncCopyKernels.CopyOne)
            .Launch(device.DefaultStream, new KernelConfig(1, 32), from.View, was.View, result.View);

        Assert.Equal(values, result.ToArray());
        Assert.Equal(old, was.ToArray());
    }
}
