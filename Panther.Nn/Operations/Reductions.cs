using System.Numerics;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Reduce;

namespace Panther.Nn;

/// <summary>
/// Reductions over any dimensions. Accumulated in the element type, or in float where that has 16 bits, in an order that is fixed for a device. Where no dimension is named, all are reduced; a reduced dimension
/// goes away, or stays with extent 1.
/// </summary>
/// <remarks>The kernels are <see cref="Kernels.Reduce.ReductionKernels"/>.</remarks>
public static class Reductions
{
    /// <summary>The sum; 0 where there are no elements.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="dimensions">The dimensions to sum over, or none for all.</param>
    /// <param name="keepDimensions">Whether they stay, with extent 1.</param>
    /// <exception cref="ArgumentException">A dimension is named twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    public static Tensor<T> Sum<T>(this Tensor<T> x, ReadOnlySpan<int> dimensions = default, bool keepDimensions = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ReducedDimensions reduced = ReducedDimensions.Of(x, dimensions);
        using var scope = new OperationScope(x);
        return scope.Leave(Summed(scope.Enter(x), reduced, keepDimensions));
    }

    /// <summary>The mean; NaN where there are no elements.</summary>
    /// <inheritdoc cref="Sum"/>
    public static Tensor<T> Mean<T>(this Tensor<T> x, ReadOnlySpan<int> dimensions = default, bool keepDimensions = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ReducedDimensions reduced = ReducedDimensions.Of(x, dimensions);
        using var scope = new OperationScope(x);
        x = scope.Enter(x);
        return scope.Leave(NarrowFloat.Is<T>()
            ? x.To<float>().Mean(dimensions, keepDimensions).To<T>()
            : Summed(x, reduced, keepDimensions) * (T.One / T.CreateChecked(reduced.Count)));
    }

    /// <summary>The largest element; NaN if any is, -∞ where there is none. Equal largest elements share the gradient.</summary>
    /// <inheritdoc cref="Sum"/>
    public static Tensor<T> Max<T>(this Tensor<T> x, ReadOnlySpan<int> dimensions = default, bool keepDimensions = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ReducedDimensions reduced = ReducedDimensions.Of(x, dimensions);
        Tensor<T> kept = TensorReduction.Compute<T, T, LargestReduction<T>>(x, reduced);
        Tensor<T> largest = kept.Detach();
        kept.Record(Edge.To(x, g => g * Shares(x, largest, reduced)));
        return keepDimensions ? kept : kept.Reshape(reduced.Without);
    }

    /// <summary>The smallest element; NaN if any is, +∞ where there is none. Equal smallest elements share the gradient.</summary>
    /// <inheritdoc cref="Sum"/>
    public static Tensor<T> Min<T>(this Tensor<T> x, ReadOnlySpan<int> dimensions = default, bool keepDimensions = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        using var scope = new OperationScope(x);
        return scope.Leave(-(-scope.Enter(x)).Max(dimensions, keepDimensions));
    }

    /// <summary>log Σ eˣ, without overflow: -∞ where all elements are.</summary>
    /// <inheritdoc cref="Sum"/>
    public static Tensor<T> LogSumExp<T>(this Tensor<T> x, ReadOnlySpan<int> dimensions = default, bool keepDimensions = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ReducedDimensions reduced = ReducedDimensions.Of(x, dimensions);
        using var scope = new OperationScope(x);
        x = scope.Enter(x);
        if (NarrowFloat.Is<T>())
        {
            return scope.Leave(x.To<float>().LogSumExp(dimensions, keepDimensions).To<T>());
        }

        Tensor<T> largest = TensorReduction.Compute<T, T, LargestReduction<T>>(x.Detach(), reduced);
        Tensor<T> sum = Summed(Elementwise.Apply(default(ShiftedExponential<T>), x, largest), reduced, keepDimensions: true);
        Tensor<T> result = Elementwise.Apply(default(ShiftedLogarithm<T>), sum, largest);
        return scope.Leave(keepDimensions ? result : result.Reshape(reduced.Without));
    }

    /// <summary>The variance: the sum of squared differences from the mean, divided by the number of elements less a correction.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="dimensions">The dimensions to reduce, or none for all.</param>
    /// <param name="keepDimensions">Whether they stay, with extent 1.</param>
    /// <param name="correction">
    /// What is taken off the number of elements: 1 for the estimate of a population's variance, 0 for the variance of just these. Where nothing is left the result is NaN, or +∞ if the elements differ.
    /// </param>
    /// <exception cref="ArgumentException">A dimension is named twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    public static Tensor<T> Variance<T>(this Tensor<T> x, ReadOnlySpan<int> dimensions = default, bool keepDimensions = false, int correction = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ReducedDimensions reduced = ReducedDimensions.Of(x, dimensions);
        using var scope = new OperationScope(x);
        x = scope.Enter(x);
        if (NarrowFloat.Is<T>())
        {
            return scope.Leave(x.To<float>().Variance(dimensions, keepDimensions, correction).To<T>());
        }

        Tensor<T> mean = Summed(x, reduced, keepDimensions: true) * (T.One / T.CreateChecked(reduced.Count));
        Tensor<T> sum = Summed(Elementwise.Apply(default(SquaredDifference<T>), x, mean), reduced, keepDimensions);
        return scope.Leave(sum * (T.One / T.CreateChecked(Math.Max(0, reduced.Count - correction))));
    }

    private static Tensor<T> Summed<T>(Tensor<T> x, ReducedDimensions reduced, bool keepDimensions)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (reduced.Kept.Equals(x.Shape))
        {
            return keepDimensions ? x : x.Reshape(reduced.Without);
        }

        Tensor<T> total = NarrowFloat.Is<T>()
            ? TensorReduction.Compute<T, float, WideTotalReduction<T>>(x, reduced).To<T>()
            : TensorReduction.Compute<T, T, TotalReduction<T>>(x, reduced);
        Tensor<T> kept = total.Record(Edge.To(x, g => g.Expand(x.Shape), t => Summed(t, reduced, keepDimensions: true)));
        return keepDimensions ? kept : kept.Reshape(reduced.Without);
    }

    /// <summary>For each element its share in the gradient of the largest one.</summary>
    private static Tensor<T> Shares<T>(Tensor<T> x, Tensor<T> largest, ReducedDimensions reduced)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Tensor<T> isLargest = x.Detach().IsEqualTo(largest);
        return isLargest / Summed(isLargest, reduced, keepDimensions: true);
    }
}
