using System.Numerics;

namespace Panther.Nn;

/// <summary>Comparisons, element by element with broadcasting: 1 where they hold and 0 elsewhere, and choices by such tensors. Comparisons have no gradient.</summary>
public static class Comparisons
{
    /// <summary>1 where first = second.</summary>
    public static Tensor<T> IsEqualTo<T>(this Tensor<T> first, Tensor<T> second)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Elementwise.Compute(new ComparisonFunction<T>(isLess: false, isEqual: true, isGreater: false), first, second);

    /// <summary>1 where first &lt; second.</summary>
    public static Tensor<T> IsLessThan<T>(this Tensor<T> first, Tensor<T> second)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Elementwise.Compute(new ComparisonFunction<T>(isLess: true, isEqual: false, isGreater: false), first, second);

    /// <summary>1 where first ≤ second.</summary>
    public static Tensor<T> IsAtMost<T>(this Tensor<T> first, Tensor<T> second)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Elementwise.Compute(new ComparisonFunction<T>(isLess: true, isEqual: true, isGreater: false), first, second);

    /// <summary>1 where first &gt; second.</summary>
    public static Tensor<T> IsGreaterThan<T>(this Tensor<T> first, Tensor<T> second)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Elementwise.Compute(new ComparisonFunction<T>(isLess: false, isEqual: false, isGreater: true), first, second);

    /// <summary>1 where first ≥ second.</summary>
    public static Tensor<T> IsAtLeast<T>(this Tensor<T> first, Tensor<T> second)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Elementwise.Compute(new ComparisonFunction<T>(isLess: false, isEqual: true, isGreater: true), first, second);

    /// <summary>The elements of one tensor where a condition is not 0, those of another elsewhere. What is not chosen gets no gradient, whatever it is.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="first">What is taken where it holds.</param>
    /// <param name="second">What is taken elsewhere.</param>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor<T> Where<T>(this Tensor<T> condition, Tensor<T> first, Tensor<T> second)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(condition);
        return Elementwise.Apply(default(ChoiceFunction<T>), condition.Detach(), first, second);
    }

    /// <summary>The larger of two elements; the first where they are equal.</summary>
    public static Tensor<T> Maximum<T>(this Tensor<T> first, Tensor<T> second)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Elementwise.Apply(default(LargerFunction<T>), first, second);

    /// <summary>The smaller of two elements; the first where they are equal.</summary>
    public static Tensor<T> Minimum<T>(this Tensor<T> first, Tensor<T> second)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Elementwise.Apply(default(SmallerFunction<T>), first, second);
}
