using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;

namespace Panther.Kernels.Rows;

/// <summary>Launches <see cref="RowGradientKernels"/>. Every method enqueues and returns; deterministic on one device.</summary>
internal static class RowGradients
{
    /// <summary>destination (m×n) = the gradient by the rows of source (m×n) of <see cref="RowNormalization.LayerNorm"/>, given that of its result (m×n).</summary>
    public static void LayerNorm<T>(
        DeviceStream queue, RowMatrix<T> source, RowMatrix<T> gradient, ArrayView<T> scale, T epsilon, RowMatrix<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Normalization<T, ByMeanAndVariance>(queue, source, gradient, scale, epsilon, destination);

    /// <summary>destination (m×n) = the gradient by the rows of source (m×n) of <see cref="RowNormalization.RmsNorm"/>, given that of its result (m×n).</summary>
    public static void RmsNorm<T>(
        DeviceStream queue, RowMatrix<T> source, RowMatrix<T> gradient, ArrayView<T> scale, T epsilon, RowMatrix<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Normalization<T, ByMeanSquare>(queue, source, gradient, scale, epsilon, destination);

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

    private static void Normalization<T, TForm>(
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
}
