using System.Numerics;

namespace Panther.Nn;

/// <summary>The uniform distribution between two bounds, for each of their elements, which broadcast.</summary>
/// <typeparam name="T">The element type: <see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class UniformDistribution<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Tape tape;

    /// <summary>Makes a distribution.</summary>
    /// <param name="low">The lower bound.</param>
    /// <param name="high">The upper bound, above the lower one.</param>
    /// <exception cref="ArgumentException">The shapes do not broadcast, or neither bound is on a tape.</exception>
    public UniformDistribution(Tensor<T> low, Tensor<T> high)
    {
        tape = ParameterTape.Of(low, high);
        Low = low;
        High = high;
        Shape = Shape.Broadcast(low.Shape, high.Shape);
    }

    /// <summary>Gets the lower bound.</summary>
    public Tensor<T> Low { get; }

    /// <summary>Gets the upper bound.</summary>
    public Tensor<T> High { get; }

    /// <summary>Gets the shape to which the bounds broadcast.</summary>
    public Shape Shape { get; }

    /// <summary>
    /// Draws low + (high - low)·u, u uniform in [0, 1), from the tape's <see cref="Tape.Random"/>; the same bits on every device. Rounding may give the upper bound itself. Gradients go to both bounds
    /// along the path of the sample. Bounds in the wrong order are taken in the right one.
    /// </summary>
    /// <param name="shape">The shape of the sample, to which the bounds broadcast, or <see langword="null"/> for theirs.</param>
    /// <exception cref="ArgumentException">The bounds do not broadcast to the shape.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    public Tensor<T> Sample(Shape? shape = null)
        => Elementwise.Apply(default(Interpolation<T>), Low, High, ParameterTape.Uniform<T>(tape, ParameterTape.Sample(Shape, shape)));

    /// <summary>The logarithm of the density: -log(high - low) from one bound to the other, -∞ elsewhere, with gradients to the bounds. Where they are in the wrong order it is -∞ everywhere, where
    /// they are equal +∞ at their value, and NaN where one of the three is. The gradient by x is 0.</summary>
    /// <param name="x">Where.</param>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public Tensor<T> LogProbability(Tensor<T> x) => Elementwise.Apply(default(UniformLogDensity<T>), x, Low, High);
}
