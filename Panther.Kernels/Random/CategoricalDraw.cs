using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Rows;

namespace Panther.Kernels.Random;

/// <summary>Draws from categories, the same on every device. Enqueues and returns; may be captured.</summary>
internal static class CategoricalDraw
{
    /// <summary>For each row of logits (m×n) a place with the probabilities of its softmax. NaN and -∞ are never drawn, except that place 0 is where a row has nothing else.</summary>
    /// <param name="queue">The device stream to enqueue on.</param>
    /// <param name="logits">The logits; n is positive and fits an int.</param>
    /// <param name="source">What is drawn.</param>
    /// <param name="destination">m places.</param>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    public static void Enqueue<T>(DeviceStream queue, RowMatrix<T> logits, RandomSource source, ArrayView<int> destination)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            Enqueue<float, GumbelSingle>(queue, Cast<T, float>(logits), source, destination);
        }
        else if (typeof(T) == typeof(double))
        {
            Enqueue<double, GumbelDouble>(queue, Cast<T, double>(logits), source, destination);
        }
        else
        {
            throw new NotSupportedException($"Categories are drawn by logits of type float or double, not {typeof(T).Name}.");
        }
    }

    private static void Enqueue<T, TGumbel>(DeviceStream queue, RowMatrix<T> logits, RandomSource source, ArrayView<int> destination)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        where TGumbel : struct, IDistribution<T>
    {
        if (logits.IsEmpty)
        {
            return;
        }

        RowPlan plan = RowPlan.ForReading(queue.Device, logits);
        queue.Device.LoadKernel<RowMatrix<T>, RandomSource, ArrayView<int>, SpecializedValue<int>>(CategoricalKernels.Draw<T, TGumbel>, plan.Options)
            .Launch(queue, plan.Config(logits.Rows), logits, source, destination, SpecializedValue.New(plan.Threads));
    }

    private static RowMatrix<TOther> Cast<T, TOther>(RowMatrix<T> matrix)
        where T : unmanaged
        where TOther : unmanaged
        => new(matrix.Elements.Cast<TOther>(), matrix.Rows, matrix.Columns, matrix.LeadingDimension);
}
