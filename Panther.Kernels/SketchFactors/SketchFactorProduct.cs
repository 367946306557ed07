using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Gemm;
using Panther.Kernels.Launch;

namespace Panther.Kernels.SketchFactors;

/// <summary>
/// Products with a <see cref="SketchFactor{T}"/> F, accumulated in the element type. GPUs draw the signs inside the product; processors draw panels of a bounded size, which go through the general one.
/// </summary>
internal static class SketchFactorProduct
{
    /// <summary>output = x · F. Enqueues and returns.</summary>
    /// <param name="queue">The device stream to enqueue on.</param>
    /// <param name="x">rows×D, densely by rows.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="factor">F, D×2R.</param>
    /// <param name="output">rows×2R, densely by rows.</param>
    /// <exception cref="OverflowException">The device is a GPU, and an extent exceeds 2³¹ - 1.</exception>
    public static void Multiply<T>(DeviceStream queue, ArrayView<T> x, long rows, in SketchFactor<T> factor, ArrayView<T> output)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (rows == 0)
        {
            return;
        }

        if (queue.Device.IsProcessor)
        {
            SketchFactorPanels.Multiply(queue, x, rows, factor, output);
        }
        else
        {
            Multiply(queue, SketchFactorPlan.ForProduct<T>(rows, factor.Places, factor.Rank, queue.Device.MultiprocessorCount, GroupLimits.Of(queue.Device)), x, rows, factor, output);
        }
    }

    /// <summary>output = h · Fᵀ + bias. Enqueues and returns.</summary>
    /// <param name="queue">The device stream to enqueue on.</param>
    /// <param name="h">rows×2R, densely by rows.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="factor">F, D×2R.</param>
    /// <param name="bias">D elements that each row has added, or none.</param>
    /// <param name="output">rows×D, densely by rows.</param>
    /// <exception cref="OverflowException">The device is a GPU, and an extent exceeds 2³¹ - 1.</exception>
    public static void MultiplyTransposed<T>(DeviceStream queue, ArrayView<T> h, long rows, in SketchFactor<T> factor, ArrayView<T> bias, ArrayView<T> output)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (rows == 0)
        {
            return;
        }

        if (queue.Device.IsProcessor)
        {
            SketchFactorPanels.MultiplyTransposed(queue, h, rows, factor, bias, output);
        }
        else
        {
            MultiplyTransposed(queue, SketchFactorPlan.ForTransposed<T>(rows, factor.Places, queue.Device.MultiprocessorCount, GroupLimits.Of(queue.Device)), h, rows, factor, bias, output);
        }
    }

    /// <summary>Writes places×R signs, times their magnitude, densely by places.</summary>
    /// <param name="queue">The device stream to enqueue on.</param>
    /// <param name="factor">The factor.</param>
    /// <param name="firstPlace">The first place, even.</param>
    /// <param name="places">The places.</param>
    /// <param name="destination">Where they go.</param>
    public static void Draw<T>(DeviceStream queue, in SketchFactor<T> factor, long firstPlace, long places, ArrayView<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long words = (places + 1) / 2 * ((factor.Rank + SignBits.Ranks - 1) / SignBits.Ranks);
        queue.Device.LoadKernel<LongIndex1D, ArrayView<T>, ArrayView<T>, uint, long, long, int, T>(SignMatrixKernels.Fill)
            .Launch(queue, words, destination, factor.Key, factor.Number, firstPlace, places, checked((int)factor.Rank), factor.Scale);
    }

    /// <summary>As above, by a given plan and by kernels on every device.</summary>
    internal static void Multiply<T>(DeviceStream queue, SketchFactorPlan plan, ArrayView<T> x, long rows, in SketchFactor<T> factor, ArrayView<T> output)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        bool isTransposed = factor.Trained.IsTransposed;
        SketchFactorArguments<T> g = Arguments(rows, factor);
        g.Left = x;
        g.LeftStride = g.Places;
        g.Output = output;
        g.SplitDepth = plan.SplitDepth;
        if (plan.Splits == 1)
        {
            Launch(g);
            return;
        }

        long plane = checked(rows * 2 * factor.Rank);
        using DeviceBuffer<T> planes = queue.Device.Allocate<T>(checked(plane * plan.Splits), queue);
        g.Output = planes.View;
        Launch(g);
        queue.Device.LoadKernel<ArrayView<T>, int, long, ArrayView<T>>(SignMatrixKernels.AddPlanes).Launch(
            queue,
            new KernelConfig(
                new Index2D(checked((int)((plane + SignMatrixKernels.SumLanes - 1) / SignMatrixKernels.SumLanes)), 1),
                new Index2D(SignMatrixKernels.SumLanes, SignMatrixKernels.SumTeam)),
            planes.View,
            plan.Splits,
            plane,
            output);

        void Launch(in SketchFactorArguments<T> arguments)
        {
            if (plan.Tile == SketchFactorTile.Thin)
            {
                SketchFactorLaunch<T, ThinTile>.Multiply(queue, plan.Splits, arguments, isTransposed);
            }
            else
            {
                SketchFactorLaunch<T, SquareTile>.Multiply(queue, plan.Splits, arguments, isTransposed);
            }
        }
    }

    /// <summary>As above, by a given plan and by kernels on every device.</summary>
    internal static void MultiplyTransposed<T>(
        DeviceStream queue, SketchFactorPlan plan, ArrayView<T> h, long rows, in SketchFactor<T> factor, ArrayView<T> bias, ArrayView<T> output)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SketchFactorArguments<T> g = Arguments(rows, factor);
        g.Left = h;
        g.LeftStride = 2L * g.Rank;
        g.Bias = bias;
        g.Output = output;
        switch (plan.Tile)
        {
            case SketchFactorTile.Thin:
                SketchFactorLaunch<T, ThinTile>.MultiplyTransposed(queue, g, factor.Trained.IsTransposed);
                break;
            case SketchFactorTile.Small:
                SketchFactorLaunch<T, SmallTile>.MultiplyTransposed(queue, g, factor.Trained.IsTransposed);
                break;
            default:
                SketchFactorLaunch<T, SquareTile>.MultiplyTransposed(queue, g, factor.Trained.IsTransposed);
                break;
        }
    }

    private static SketchFactorArguments<T> Arguments<T>(long rows, in SketchFactor<T> factor)
        where T : unmanaged
        => new()
        {
            Trained = factor.Trained.Elements,
            TrainedStride = factor.Trained.LeadingDimension,
            Key = factor.Key,
            Rows = KernelExtent.Of(rows, "The rows of a product with a sketched factor"),
            Places = KernelExtent.Of(factor.Places, "The places of a sketched factor"),
            Rank = KernelExtent.Of(factor.Rank, "The ranks of a sketched factor"),
            TrainedStart = checked((int)factor.TrainedStart),
            SignStart = checked((int)factor.SignStart),
            Number = factor.Number,
            Scale = factor.Scale,
        };
}
