using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Launch;
using Panther.Kernels.Rows;

namespace Panther.Kernels.Attention;

/// <summary>Enqueues the making of positive random features from their exponents, in place.</summary>
internal static class FeatureMaps
{
    /// <summary>The threads for each multiprocessor that keep it busy reading.</summary>
    private const int WantedThreads = 2048;

    /// <summary>The rows that are worth a segment of their own.</summary>
    private const int LeastRows = 32;

    /// <summary>
    /// Makes features of keys: exp(x + term - largest), and writes the largest exponents of each feature among all keys of a head, terms included.
    /// </summary>
    /// <exception cref="OverflowException">There are more than 2³¹ - 1 rows.</exception>
    public static void OfKeys<T>(DeviceStream stream, FeatureArguments<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long threads = (long)a.Heads * a.Features;
        long wanted = ((long)WantedThreads * stream.Device.MultiprocessorCount / threads) + 1;
        int segments = (int)Math.Clamp(wanted, 1, Math.Max(1, a.Rows / LeastRows));
        int segmentRows = (a.Rows + segments - 1) / segments;
        segments = (a.Rows + segmentRows - 1) / segmentRows;
        if (segments == 1)
        {
            Largest(stream, a.Elements, a.Terms, a.Largest, a, a.Rows, 1, a.Rows);
        }
        else
        {
            using DeviceBuffer<T> parts = stream.Device.Allocate<T>(threads * segments, stream);
            Largest(stream, a.Elements, a.Terms, parts.View, a, a.Rows, segments, segmentRows);
            Largest(stream, parts.View, default, a.Largest, a, segments, 1, segments);
        }

        Exponentiate<T, KeyFeatures>(stream, a);
    }

    /// <summary>Makes features of queries: exp(x + largest - m), with m the largest such exponent of the query.</summary>
    /// <exception cref="OverflowException">There are more than 2³¹ - 1 rows.</exception>
    public static void OfQueries<T>(DeviceStream stream, FeatureArguments<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Exponentiate<T, QueryFeatures>(stream, a);

    private static void Largest<T>(
        DeviceStream stream, ArrayView<T> source, ArrayView<T> terms, ArrayView<T> largest, FeatureArguments<T> a, int rows, int segments, int segmentRows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int height = checked(a.Heads * segments);
        stream.Device.LoadKernel<ArrayView<T>, ArrayView<T>, ArrayView<T>, int, int, int, int, int>(FeatureKernels.Largest)
            .Launch(stream, PlaneGrid.Cover(stream.Device, a.Features, height), source, terms, largest, a.Features, rows, segments, segmentRows, height);
    }

    private static void Exponentiate<T, TForm>(DeviceStream stream, FeatureArguments<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TForm : struct, IFeatureForm
    {
        var rows = new RowMatrix<T>(a.Elements, checked(a.Heads * a.Rows), a.Features);
        RowPlan plan = RowPlan.For(stream.Device, rows, rows);
        if (plan.IsInRegisters)
        {
            stream.Device.LoadKernel<FeatureArguments<T>, SpecializedValue<int>, SpecializedValue<int>, SpecializedValue<int>>(
                    FeatureKernels.InRegisters<T, TForm>, plan.Options)
                .Launch(
                    stream,
                    plan.Config(rows.Rows),
                    a,
                    SpecializedValue.New(plan.Threads),
                    SpecializedValue.New(plan.Runs),
                    SpecializedValue.New(plan.Width));
        }
        else
        {
            stream.Device.LoadKernel<FeatureArguments<T>, SpecializedValue<int>>(FeatureKernels.Streaming<T, TForm>, plan.Options)
                .Launch(stream, plan.Config(rows.Rows), a, SpecializedValue.New(plan.Threads));
        }
    }
}
