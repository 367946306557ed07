using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Launch;
using Panther.Kernels.Rows;

namespace Panther.Kernels.Channels;

/// <summary>Enqueues the passes over images that normalisation over channels needs; computed in the element type, in a fixed order.</summary>
internal static class ChannelStatistics
{
    /// <summary>The mean of each row (m×n, n ≥ 1), and Σ(x - mean)².</summary>
    public static void Moments<T>(DeviceStream stream, RowMatrix<T> rows, ArrayView<T> means, ArrayView<T> squares)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        RowPlan plan = RowPlan.ForReading(stream.Device, rows);
        stream.Device.LoadKernel<RowMatrix<T>, ArrayView<T>, ArrayView<T>, SpecializedValue<int>>(ChannelKernels.Moments<T>, plan.Options)
            .Launch(stream, plan.Config(rows.Rows), rows, means, squares, SpecializedValue.New(plan.Threads));
    }

    /// <summary>Σ g and Σ g·(x - centre) for each row.</summary>
    public static void Sums<T>(
        DeviceStream stream, RowMatrix<T> gradients, RowMatrix<T> rows, ArrayView<T> centres, ArrayView<T> sums, ArrayView<T> products)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        RowPlan plan = RowPlan.ForReading(stream.Device, rows);
        stream.Device
            .LoadKernel<RowMatrix<T>, RowMatrix<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, SpecializedValue<int>>(ChannelKernels.Sums<T>, plan.Options)
            .Launch(stream, plan.Config(rows.Rows), gradients, rows, centres, sums, products, SpecializedValue.New(plan.Threads));
    }

    /// <summary>a·g + b·(x - centre) + d.</summary>
    public static void Combine<T>(DeviceStream stream, ChannelCombination<T> combination)
        where T : unmanaged, IFloatingPointIeee754<T>
        => stream.Device.LoadKernel<ChannelCombination<T>>(ChannelKernels.Combine<T>)
            .Launch(stream, PlaneGrid.Cover(stream.Device, combination.Rows.Columns, combination.Rows.Rows), combination);
}
