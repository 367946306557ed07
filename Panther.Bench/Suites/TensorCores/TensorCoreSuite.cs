using System.Numerics;
using Panther.Bench.Harness;
using Panther.Bench.Report;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;

namespace Panther.Bench.Suites.TensorCores;

/// <summary>
/// What the tensor cores reach from C# source: chains of products whose operands are at hand. An operation is a multiplication or an addition of the product itself.
/// Each chain is first run on small integers and held to the exact sums, then timed on random operands with full significands.
/// </summary>
internal sealed class TensorCoreSuite(Device device) : ISuite
{
    private const int WarpSize = 32;

    public void Run(ReportSession session)
    {
        session.Say($"device: {device}");
        if (!device.Supports(DeviceFeature.TensorCores))
        {
            session.Say("the device has no tensor cores, so there is nothing to measure.");
        }
        else
        {
            Mma<float, float>(session, "mma-tf32", "tf32", MmaChainKernels.Tf32, 16, 8);
            Mma<Half, float>(session, "mma-fp16", "half", MmaChainKernels.HalfPrecision, 16, 16);
            Mma<BFloat16, float>(session, "mma-bf16", "bf16", MmaChainKernels.BFloat, 16, 16);
            Mma<double, double>(session, "mma-fp64", "double", MmaChainKernels.DoubleSmall, 8, 4);
        }

        if (device.Supports(DeviceFeature.TensorCoresFloat64))
        {
            Mma<double, double>(session, "mma-fp64", "double", MmaChainKernels.DoubleLarge, 16, 16);
        }

        if (device.Supports(DeviceFeature.WarpGroupMma))
        {
            WarpGroup<float>(session, "wgmma-tf32", "tf32", WarpGroupChainKernels.Tf32);
            WarpGroup<float>(session, "wgmma-tf32-registers", "tf32", WarpGroupChainKernels.Tf32Registers);
            WarpGroup<Half>(session, "wgmma-fp16", "half", WarpGroupChainKernels.HalfPrecision);
            WarpGroup<BFloat16>(session, "wgmma-bf16", "bf16", WarpGroupChainKernels.BFloat);
        }
    }

    /// <summary>Groups of 8 warps, as many as fit, each warp with 8 sums.</summary>
    private void Mma<T, TSum>(
        ReportSession session, string name, string type, Action<ArrayView<T>, ArrayView<T>, ArrayView<TSum>, int> kernel, int m, int k)
        where T : unmanaged, INumberBase<T>
        where TSum : unmanaged, INumberBase<TSum>
    {
        const int Warps = 8;
        const int N = 8;
        int groups = 8 * device.MultiprocessorCount;
        int turns = (session.Quick ? 1 << 12 : 1 << 14) / (typeof(T) == typeof(double) ? 8 : 1);
        double operations = 2.0 * m * N * k * MmaChainKernels.Accumulators * turns * Warps * groups;
        var @case = new ReportCase(name, $"m{m}n{N}k{k}", type, ReportUnit.GigaflopsPerSecond, operations);

        // A's rows in one piece, B's too; a lane's first element is of row lane / 4 and column 2·(lane % 4).
        double Expected(double[] a, double[] b, int thread)
        {
            int row = thread % WarpSize / 4, column = 2 * (thread % 4);
            return MmaChainKernels.Accumulators * (double)turns * Enumerable.Range(0, k).Sum(i => a[(row * k) + i] * b[(i * N) + column]);
        }

        Chain(session, @case, kernel, m * k, k * N, new KernelConfig(groups, Warps * WarpSize), turns, Expected);
    }

    /// <summary>A group of two warp groups on each multiprocessor at a time.</summary>
    private void WarpGroup<T>(ReportSession session, string name, string type, Action<ArrayView<T>, ArrayView<T>, ArrayView<float>, int> kernel)
        where T : unmanaged, INumberBase<T>
    {
        const int Rows = 64 * WarpGroupChainKernels.WarpGroups;
        int k = 128 / System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
        int groups = 4 * device.MultiprocessorCount;
        int turns = session.Quick ? 1 << 10 : 1 << 12;
        double operations = 2.0 * Rows * WarpGroupChainKernels.Columns * k * turns * groups;
        var @case = new ReportCase(name, $"m64n{WarpGroupChainKernels.Columns}k{k / 4}", type, ReportUnit.GigaflopsPerSecond, operations);

        // A's rows and B's columns in one piece.
        double Expected(double[] a, double[] b, int thread)
        {
            int row = (thread / WarpSize * 16) + (thread % WarpSize / 4), column = 2 * (thread % 4);
            return (double)turns * Enumerable.Range(0, k).Sum(i => a[(row * k) + i] * b[(column * k) + i]);
        }

        Chain(session, @case, kernel, Rows * k, WarpGroupChainKernels.Columns * k, new KernelConfig(groups, 128 * WarpGroupChainKernels.WarpGroups), turns, Expected);
    }

    private void Chain<T, TSum>(
        ReportSession session,
        ReportCase @case,
        Action<ArrayView<T>, ArrayView<T>, ArrayView<TSum>, int> method,
        int leftLength,
        int rightLength,
        KernelConfig config,
        int turns,
        Func<double[], double[], int, double> expected)
        where T : unmanaged, INumberBase<T>
        where TSum : unmanaged, INumberBase<TSum>
        => session.Step(@case.Name, () =>
        {
            var random = new Random(1);
            DeviceStream stream = device.DefaultStream;
            var options = new JitOptions { MaxThreadsPerGroup = config.GroupDim.X };
            Kernel<ArrayView<T>, ArrayView<T>, ArrayView<TSum>, int> kernel = device.LoadKernel(method, options);
            using DeviceBuffer<TSum> result = device.Allocate<TSum>((long)config.GridDim.X * config.GroupDim.X);

            // Every partial sum is an integer below 2^24, and so exact.
            double[] a = [.. Enumerable.Range(0, leftLength).Select(_ => (double)random.Next(-2, 3))], b = [.. Enumerable.Range(0, rightLength).Select(_ => (double)random.Next(-2, 3))];
            using DeviceBuffer<T> left = Buffer<T>(a), right = Buffer<T>(b);
            kernel.Launch(stream, config, left.View, right.View, result.View, turns);
            TSum[] sums = result.ToArray();
            for (int i = 0; i < sums.Length; i++)
            {
                double wanted = expected(a, b, i % config.GroupDim.X);
                if (double.CreateTruncating(sums[i]) != wanted)
                {
                    throw new InvalidOperationException($"thread {i} holds {sums[i]}, not {wanted}.");
                }
            }

            using DeviceBuffer<T> anyLeft = Buffer<T>([.. Enumerable.Range(0, leftLength).Select(_ => (2 * random.NextDouble()) - 1)]);
            using DeviceBuffer<T> anyRight = Buffer<T>([.. Enumerable.Range(0, rightLength).Select(_ => (2 * random.NextDouble()) - 1)]);
            session.Compare(@case, StreamClock.Contender(stream, () => kernel.Launch(stream, config, anyLeft.View, anyRight.View, result.View, turns)), []);
        });

    private DeviceBuffer<T> Buffer<T>(double[] values)
        where T : unmanaged, INumberBase<T>
        => device.Allocate<T>([.. values.Select(T.CreateTruncating)]);
}
