using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Jit.Runtime.Cpu;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Krylov;
using Panther.Kernels.Optimizers;
using Panther.Kernels.Precision;
using Panther.Kernels.Reduce;
using Panther.Kernels.Rows;

namespace Panther.Tests.Kernels.Limits;

/// <summary>Reductions in groups of fewer threads than they take where they may. Those whose order is said to depend on the length alone have the bits of large groups.</summary>
public sealed class SmallReductionTests
{
    private const int SharedBytes = 32 << 10;
    private const int Columns = 70;

    public static TheoryData<int> Threads { get; } = [32, 64];

    [Theory]
    [MemberData(nameof(Threads))]
    public void Vector_InGroupsOfAnySize_HasTheBitsOfLargeOnes(int threads)
    {
        using CpuDevice large = SmallDevice.New(1024, SharedBytes);
        using CpuDevice small = SmallDevice.New(threads, SharedBytes);
        CheckVector<float>(large, small);
        CheckVector<double>(large, small);
    }

    /// <summary>On a driver of OpenCL, which has no warps.</summary>
    [Fact]
    public void OpenCl_InGroupsOf64Threads_HasTheBitsOfLargeOnes()
    {
        using CpuDevice large = SmallDevice.New(1024, SharedBytes);
        using Device small = SmallDevice.OpenCl(64, SharedBytes);
        CheckVector<float>(large, small);
        CheckColumns(large, small);
    }

    [Theory]
    [MemberData(nameof(Threads))]
    public void Columns_InSmallGroups_AreThoseOfLargeOnes(int threads)
    {
        using CpuDevice large = SmallDevice.New(1024, SharedBytes);
        using CpuDevice small = SmallDevice.New(threads, SharedBytes);
        CheckColumns(large, small);
    }

    [Fact]
    public void Columns_InGroupsSmallerThanTheirRuns_AreRefusedInASentence()
    {
        using CpuDevice small = SmallDevice.New(16, SharedBytes);
        using DeviceBuffer<double> memory = small.Allocate<double>(4);
        var refusal = Assert.Throws<NotSupportedException>(
            () => Reduction.ReduceColumns<double, double, SumDouble>(small.DefaultStream, new RowMatrix<double>(memory.View, 2, 2), memory.View));
        Assert.Equal("A reduction of columns fits no group of the device: it allows 16 threads and 32768 bytes of shared memory.", refusal.Message);
    }

    [Theory]
    [MemberData(nameof(Threads))]
    public void Lists_InGroupsOfAnySize_AreWhollyWalked(int threads)
    {
        using CpuDevice device = SmallDevice.New(threads, SharedBytes);
        DeviceStream queue = device.DefaultStream;
        const int Length = 5000;
        float[] values = KernelDevices.Singles(Length, 3);
        using DeviceBuffer<float> memory = device.Allocate<float>(values);
        using DeviceBuffer<float> results = device.Allocate<float>([.. Enumerable.Repeat(float.NaN, Length)]);
        using DeviceBuffer<float> scale = device.Allocate<float>([2, 0]);
        using DeviceBuffer<int> isBad = device.AllocateZeroed<int>(1);
        ArrayView<float>[] from = [memory.View.SubView(0, 17), memory.View.SubView(17)];
        ArrayView<float>[] to = [results.View.SubView(0, 17), results.View.SubView(17)];
        GradientScaling.Clamp<float>(queue, from, to, 0.5f);
        Assert.Equal(values.Select(value => Math.Clamp(value, -0.5f, 0.5f)), results.ToArray());
        GradientScaling.Scale<float>(queue, from, to, scale.View, 0.5f);
        Assert.Equal(values.Select(value => value * 0.25f), results.ToArray());
        GradientUnscaling.Divide<float>(queue, from, to, scale.View, isBad.View);
        Assert.Equal(values.Select(value => value * 0.5f), results.ToArray());
        GradientUnscaling.Round<float>(queue, from, to);
        Assert.Equal(values, results.ToArray());
        Averaging.Move<float>(queue, to, from, 0.5f);
        Assert.Equal(values, results.ToArray());
        GradientScaling.Clamp<float>(queue, from, to, 0);
        Averaging.Exchange<float>(queue, from, to);
        Assert.Equal(values, results.ToArray());
        Assert.All(memory.ToArray(), value => Assert.Equal(0, value));
    }

    private static void CheckVector<T>(Device large, Device small)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // One group and several, and as many as joining them takes two levels of places.
        foreach (int length in (int[])[0, 1, 33, 257, 4097, 1_200_001])
        {
            Assert.Equal(Run(large), Run(small));

            string Run(Device device)
            {
                DeviceStream queue = device.DefaultStream;
                using DeviceBuffer<T> source = device.Allocate<T>([.. KernelDevices.Values(length + 1, length).Select(T.CreateTruncating)]);
                using DeviceBuffer<int> labels = device.AllocateZeroed<int>(length);
                using DeviceBuffer<T> results = device.AllocateZeroed<T>(3);
                ArrayView<T> values = source.View.SubView(0, length);
                Reduction.Reduce<T, T, TotalReduction<T>>(queue, values, results.View);
                LabelledSum.Enqueue(queue, new RowMatrix<T>(values, length, 1), labels.View, T.One, results.View.SubView(1, 1));
                GradientScaling.Norm<T>(queue, [values, source.View.SubView(0, 1)], results.View.SubView(2, 1));
                Magnitude magnitude = Magnitude.Of(queue, values);
                return string.Join(' ', [.. results.ToArray(), magnitude.Largest, magnitude.Norm]);
            }
        }
    }

    private static void CheckColumns(Device large, Device small)
    {
        // Sums of 3000 terms below 1, at most 3000 roundings each.
        foreach (int rows in (int[])[0, 1, 40, 3000])
        {
            Assert.Equal(Run(large), Run(small), (a, b) => Math.Abs(a - b) <= 1e-9);

            double[] Run(Device device)
            {
                DeviceStream queue = device.DefaultStream;
                using DeviceBuffer<double> source = device.Allocate<double>(KernelDevices.Values(rows * Columns, rows));
                using DeviceBuffer<double> results = device.Allocate<double>([.. Enumerable.Repeat(-1234.5, 3 * Columns)]);
                Reduction.ReduceColumns<double, double, SumDouble>(queue, new RowMatrix<double>(source.View, rows, Columns), results.View);
                if (rows > 0)
                {
                    Reduction.ReduceColumns<double, double, SumDouble>(queue, new RowMatrix<double>(source.View, rows, 3, Columns), results.View.SubView(Columns));
                }

                PanelDots.Enqueue(queue, source.View, source.View, Columns, results.View.SubView(2 * Columns));
                return results.ToArray();
            }
        }
    }
}
