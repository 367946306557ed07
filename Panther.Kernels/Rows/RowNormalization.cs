using System.Numerics;
using System.Runtime.CompilerServices;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;

namespace Panther.Kernels.Rows;

/// <summary>
/// Normalises the rows of row-major matrices. Every method enqueues and returns; the destination may be the source. Accumulated in the element type;
/// deterministic on one device. A row with a NaN or an infinity becomes all NaN, but for RMS normalisation, where the finite elements beside an infinity become 0.
/// The squares of the differences (of the elements, for RMS) must not overflow when summed.
/// </summary>
internal static class RowNormalization
{
    /// <summary>
    /// destination (m×n): (x - mean) / √(variance + ε) · scale + shift for each row x of source (m×n), with the variance Σ(x - mean)²/n
    /// (Ba, Kiros and Hinton, "Layer normalization", 2016, equation 3).
    /// </summary>
    /// <param name="queue">The device stream to enqueue on.</param>
    /// <param name="source">The rows.</param>
    /// <param name="scale">n factors, or none.</param>
    /// <param name="shift">n terms, or none.</param>
    /// <param name="epsilon">What keeps the root from zero; not negative.</param>
    /// <param name="destination">The result.</param>
    /// <exception cref="ArgumentException">The shapes do not go together, or a matrix does not fit its view.</exception>
    public static void LayerNorm<T>(
        DeviceStream queue, RowMatrix<T> source, ArrayView<T> scale, ArrayView<T> shift, T epsilon, RowMatrix<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Apply<T, T, ByMeanAndVariance>(queue, source, scale, shift, epsilon, destination);

    /// <summary>
    /// destination (m×n): x / √(Σx²/n + ε) · scale for each row x of source (m×n) (Zhang and Sennrich, "Root mean square layer normalization",
    /// 2019, equation 4).
    /// </summary>
    /// <param name="queue">The device stream to enqueue on.</param>
    /// <param name="source">The rows.</param>
    /// <param name="scale">n factors, or none.</param>
    /// <param name="epsilon">What keeps the root from zero; not negative.</param>
    /// <param name="destination">The result.</param>
    /// <exception cref="ArgumentException">The shapes do not go together, or a matrix does not fit its view.</exception>
    public static void RmsNorm<T>(DeviceStream queue, RowMatrix<T> source, ArrayView<T> scale, T epsilon, RowMatrix<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Apply<T, T, ByMeanSquare>(queue, source, scale, default, epsilon, destination);

    private static void Apply<T, TSum, TForm>(
        DeviceStream queue, RowMatrix<T> source, ArrayView<T> scale, ArrayView<T> shift, TSum epsilon, RowMatrix<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TSum : unmanaged, IFloatingPointIeee754<TSum>
        where TForm : struct, IRowNormalization
    {
        source.ValidateSameShape(destination);
        ThrowIfLengthDiffers(scale.Length, source.Columns, nameof(scale));
        ThrowIfLengthDiffers(shift.Length, source.Columns, nameof(shift));
        if (source.IsEmpty)
        {
            return;
        }

        RowPlan plan = RowPlan.For(queue.Device, source, destination);
        int bytes = plan.Width * Unsafe.SizeOf<T>();
        if (!scale.IsAlignedTo(bytes) || !shift.IsAlignedTo(bytes))
        {
            plan = RowPlan.For(queue.Device, source, destination, mayBeWide: false);
        }

        if (plan.IsInRegisters)
        {
            queue.Device.LoadKernel<
                    RowMatrix<T>, ArrayView<T>, ArrayView<T>, TSum, RowMatrix<T>, SpecializedValue<int>, SpecializedValue<int>, SpecializedValue<int>>(
                    RowNormalizationKernels.InRegisters<T, TSum, TForm>, plan.Options)
                .Launch(
                    queue,
                    plan.Config(source.Rows),
                    source,
                    scale,
                    shift,
                    epsilon,
                    destination,
                    SpecializedValue.New(plan.Threads),
                    SpecializedValue.New(plan.Runs),
                    SpecializedValue.New(plan.Width));
        }
        else
        {
            queue.Device.LoadKernel<RowMatrix<T>, ArrayView<T>, ArrayView<T>, TSum, RowMatrix<T>, SpecializedValue<int>>(
                    RowNormalizationKernels.Streaming<T, TSum, TForm>, plan.Options)
                .Launch(queue, plan.Config(source.Rows), source, scale, shift, epsilon, destination, SpecializedValue.New(plan.Threads));
        }
    }

    private static void ThrowIfLengthDiffers(long length, long columns, string name)
    {
        if (length != 0 && length != columns)
        {
            throw new ArgumentException($"{length} values do not go with {columns} columns.", name);
        }
    }
}
