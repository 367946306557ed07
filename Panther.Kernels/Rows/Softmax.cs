using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;

namespace Panther.Kernels.Rows;

/// <summary>
/// Softmax along the rows of row-major matrices. Every method enqueues and returns; the destination may be the source. Computed in
/// the element type; deterministic on one device. A row with a NaN or +∞, or of nothing but -∞, becomes all NaN; -∞ beside finite elements
/// has the probability 0.
/// </summary>
/// <remarks>With p threads to a row of n elements the sum errs by at most (n/p + log₂ p)·u relatively (u is the unit roundoff of the type), an exponential by 1 ulp.</remarks>
internal static class Softmax
{
    /// <summary>destination (m×n): exp(x - max) / Σ exp(x - max) for each row x of source (m×n).</summary>
    /// <exception cref="ArgumentException">The shapes differ, or a matrix does not fit its view.</exception>
    public static void Apply<T>(DeviceStream queue, RowMatrix<T> source, RowMatrix<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Apply<T, T, PlainSoftmax>(queue, source, destination);

    /// <summary>destination (m×n): x - max - log Σ exp(x - max) for each row x of source (m×n).</summary>
    /// <exception cref="ArgumentException">The shapes differ, or a matrix does not fit its view.</exception>
    public static void ApplyLog<T>(DeviceStream queue, RowMatrix<T> source, RowMatrix<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Apply<T, T, LogarithmicSoftmax>(queue, source, destination);

    private static void Apply<T, TSum, TForm>(DeviceStream queue, RowMatrix<T> source, RowMatrix<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TSum : unmanaged, IFloatingPointIeee754<TSum>
        where TForm : struct, ISoftmaxForm
    {
        source.ValidateSameShape(destination);
        if (source.IsEmpty)
        {
            return;
        }

        RowPlan plan = RowPlan.For(queue.Device, source, destination);
        if (plan.IsInRegisters)
        {
            queue.Device.LoadKernel<RowMatrix<T>, RowMatrix<T>, SpecializedValue<int>, SpecializedValue<int>, SpecializedValue<int>>(
                    SoftmaxKernels.InRegisters<T, TSum, TForm>, plan.Options)
                .Launch(
                    queue,
                    plan.Config(source.Rows),
                    source,
                    destination,
                    SpecializedValue.New(plan.Threads),
                    SpecializedValue.New(plan.Runs),
                    SpecializedValue.New(plan.Width));
        }
        else
        {
            queue.Device.LoadKernel<RowMatrix<T>, RowMatrix<T>, SpecializedValue<int>>(SoftmaxKernels.Streaming<T, TSum, TForm>, plan.Options)
                .Launch(queue, plan.Config(source.Rows), source, destination, SpecializedValue.New(plan.Threads));
        }
    }
}
