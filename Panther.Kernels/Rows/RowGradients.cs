using System.Numerics;
using System.Runtime.CompilerServices;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Reduce;

namespace Panther.Kernels.Rows;

/// <summary>Launches <see cref="RowGradientKernels"/>. Every method enqueues and returns; deterministic on one device.</summary>
internal static class RowGradients
{
    /// <summary>Enough groups to hide the memory's latency, and few enough that sums of columns take little memory.</summary>
    private const int GroupsPerMultiprocessor = 4;

    /// <summary>
    /// destination (m×n) = the gradient by the rows of source (m×n) of <see cref="RowNormalization.LayerNorm"/>, or of <see cref="RowNormalization.RmsNorm"/>, given that of its result (m×n).
    /// </summary>
    public static void Normalization<T, TForm>(
        DeviceStream queue, RowMatrix<T> source, RowMatrix<T> gradient, ArrayView<T> scale, T epsilon, RowMatrix<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TForm : struct, IRowNormalization
    {
        source.ValidateSameShape(gradient);
        source.ValidateSameShape(destination);
        if (source.IsEmpty)
        {
            return;
        }

        RowPlan plan = RowPlan.ForReading(queue.Device, source);
        queue.Device.LoadKernel<RowMatrix<T>, RowMatrix<T>, ArrayView<T>, T, RowMatrix<T>, SpecializedValue<int>>(RowGradientKernels.Normalization<T, TForm>)
            .Launch(queue, plan.Config(source.Rows), source, gradient, scale, epsilon, destination, SpecializedValue.New(plan.Threads));
    }

    /// <summary>
    /// All gradients of <see cref="RowNormalization.LayerNorm"/>, or of <see cref="RowNormalization.RmsNorm"/>, in one pass over the rows: destination (m×n) as above, and parameters (2×n) = those by the
    /// factors, and below them by the terms.
    /// </summary>
    /// <remarks>Only where <see cref="RowPlan.FitSeveral"/>.</remarks>
    public static void All<T, TForm>(
        DeviceStream queue, RowMatrix<T> source, RowMatrix<T> gradient, ArrayView<T> scale, T epsilon, RowMatrix<T> destination, ArrayView<T> parameters)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TForm : struct, IRowNormalization
    {
        source.ValidateSameShape(gradient);
        source.ValidateSameShape(destination);
        if (source.Columns == 0)
        {
            return;
        }

        RowPlan plan = RowPlan.ForSeveral<T>(queue.Device, [source, gradient, destination], scale.IsAlignedTo(4 * Unsafe.SizeOf<T>()));
        All<T, TForm>(queue, plan, source, gradient, scale, epsilon, destination, parameters);
    }

    internal static void All<T, TForm>(
        DeviceStream queue, RowPlan plan, RowMatrix<T> source, RowMatrix<T> gradient, ArrayView<T> scale, T epsilon, RowMatrix<T> destination, ArrayView<T> parameters)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TForm : struct, IRowNormalization
    {
        long groups = Math.Min((source.Rows + plan.RowsPerGroup - 1) / plan.RowsPerGroup, (long)queue.Device.MultiprocessorCount * GroupsPerMultiprocessor);
        using DeviceBuffer<T> partials = queue.Device.Allocate<T>(checked(groups * plan.RowsPerGroup * 2 * source.Columns), queue);
        queue.Device.LoadKernel<
                RowMatrix<T>, RowMatrix<T>, ArrayView<T>, T, RowMatrix<T>, ArrayView<T>, SpecializedValue<int>, SpecializedValue<int>, SpecializedValue<int>>(
                RowGradientKernels.NormalizationInRegisters<T, TForm>, plan.Options)
            .Launch(
                queue,
                plan.Config(groups * plan.RowsPerGroup),
                source,
                gradient,
                scale,
                epsilon,
                destination,
                partials.View,
                SpecializedValue.New(plan.Threads),
                SpecializedValue.New(plan.Runs),
                SpecializedValue.New(plan.Width));
        Reduction.ReduceColumns<T, T, TotalReduction<T>>(queue, new RowMatrix<T>(partials.View, groups * plan.RowsPerGroup, 2 * source.Columns), parameters);
    }

    /// <summary>destination (m×n) = (e^logProbabilities - the unit vectors of m labels)·gradient[0]·share.</summary>
    public static void CrossEntropy<T>(
        DeviceStream queue, RowMatrix<T> logProbabilities, ArrayView<int> labels, ArrayView<T> gradient, T share, ArrayView<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
        => queue.Device.LoadKernel<LongIndex1D, ArrayView<T>, ArrayView<int>, long, ArrayView<T>, T, ArrayView<T>>(RowGradientKernels.CrossEntropy)
            .Launch(
                queue,
                new LongIndex1D(logProbabilities.Rows * logProbabilities.Columns),
                logProbabilities.Elements,
                labels,
                logProbabilities.Columns,
                gradient,
                share,
                destination);
}
