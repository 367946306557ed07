using Panther.Bench.Harness;
using Panther.Bench.Report;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Random;
using Panther.Kernels.Reduce;
using Panther.Kernels.Transpose;

namespace Panther.Bench.Suites.Engine;

/// <content>Kernels that memory should bound, beside copies of as many bytes.</content>
internal sealed partial class EngineSuite
{
    private void Kernels(ReportSession session)
    {
        int size = device.IsProcessor ? (session.Quick ? 1024 : 4096) : (session.Quick ? 8192 : 16384);
        long count = (long)size * size;
        string shape = $"{size}x{size}";
        DeviceStream stream = device.DefaultStream;
        using DeviceBuffer<float> a = device.Allocate<float>(count), b = device.Allocate<float>(count);
        using DeviceBuffer<double> wide = device.Allocate<double>(count), sums = device.Allocate<double>(size);
        RowMatrix<float> source = new(a.View, size, size), transposed = new(b.View, size, size);
        RandomStream random = new(1);

        session.Compare(
            new ReportCase("normal-draws", shape, "double", ReportUnit.GigabytesPerSecond, 8.0 * count),
            StreamClock.Contender(stream, () => RandomMatrix.Fill<double, NormalDouble>(stream, wide.View, size, size, size, 1, random, 1)),
            references.Move(8 * count));
        session.Compare(
            new ReportCase("normal-draws", shape, "float", ReportUnit.GigabytesPerSecond, 4.0 * count),
            StreamClock.Contender(stream, () => RandomMatrix.Fill<float, NormalSingle>(stream, a.View, size, size, size, 1, random, 1)),
            references.Move(4 * count),
            () => Require(a, [0, size + 1, count - 1], i => RandomMatrix.Value<float, NormalSingle>(random, i / size, i % size)));
        session.Compare(
            new ReportCase("transpose", shape, "float", ReportUnit.GigabytesPerSecond, 8.0 * count),
            StreamClock.Contender(stream, () => Transposition.Transpose(stream, source, transposed)),
            references.Move(8 * count),
            () => Require(b, [0, size + 1, (3 * size) + 1, count - 1], i => RandomMatrix.Value<float, NormalSingle>(random, i % size, i / size)));
        session.Compare(
            new ReportCase("sum-of-squares", shape, "float", ReportUnit.GigabytesPerSecond, 4.0 * count),
            StreamClock.Contender(stream, () => Reduction.Reduce<float, double, SumOfSquaresSingle>(stream, a.View, sums.View)),
            references.Move(4 * count));
        session.Compare(
            new ReportCase("column-norms", shape, "float", ReportUnit.GigabytesPerSecond, 4.0 * count),
            StreamClock.Contender(stream, () => Reduction.ReduceColumns<float, double, SumOfSquaresSingle>(stream, source, sums.View)),
            references.Move(4 * count));
        references.Release();
    }

    private static void Require(DeviceBuffer<float> actual, long[] places, Func<long, float> expected)
    {
        foreach (long place in places)
        {
            Span<float> value = [0];
            actual.CopyTo(value, place);
            if (value[0] != expected(place))
            {
                throw new InvalidOperationException($"element {place} is {value[0]:R}, not {expected(place):R}.");
            }
        }
    }
}
