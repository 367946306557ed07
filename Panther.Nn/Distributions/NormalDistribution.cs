using System.Numerics;

namespace Panther.Nn;

/// <summary>The normal distribution, for each element of its parameters, which broadcast. They are not checked, since they are on the device: see the members for what comes of bad ones.</summary>
/// <typeparam name="T">The element type: <see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class NormalDistribution<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Tape tape;

    /// <summary>Makes a distribution.</summary>
    /// <param name="mean">The mean.</param>
    /// <param name="deviation">The standard deviation, positive.</param>
    /// <exception cref="ArgumentException">The shapes do not broadcast, or neither parameter is on a tape.</exception>
    public NormalDistribution(Tensor<T> mean, Tensor<T> deviation)
    {
        tape = ParameterTape.Of(mean, deviation);
        Mean = mean;
        Deviation = deviation;
        Shape = Shape.Broadcast(mean.Shape, deviation.Shape);
    }

    /// <summary>Gets the mean.</summary>
    public Tensor<T> Mean { get; }

    /// <summary>Gets the standard deviation.</summary>
    public Tensor<T> Deviation { get; }

    /// <summary>Gets the shape to which the parameters broadcast.</summary>
    public Shape Shape { get; }

    /// <summary>
    /// Draws mean + deviation·z with standard normal z, from the tape's <see cref="Tape.Random"/>; the same bits on every device. Gradients go to both parameters along the path of the sample
    /// (Kingma and Welling, "Auto-encoding variational Bayes", 2014, section 2.4). A negative deviation draws as its magnitude does, mirrored.
    /// </summary>
    /// <param name="shape">The shape of the sample, to which the parameters broadcast, or <see langword="null"/> for theirs.</param>
    /// <exception cref="ArgumentException">The parameters do not broadcast to the shape.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    public Tensor<T> Sample(Shape? shape = null)
        => Elementwise.Apply(default(ShiftedMultiple<T>), Mean, Deviation, ParameterTape.Normal<T>(tape, ParameterTape.Sample(Shape, shape)));

    /// <summary>The logarithm of the density, -(x - mean)²/(2·deviation²) - log deviation - ½·log 2π, with gradients to all three. NaN where the deviation is not positive.</summary>
    /// <param name="x">Where.</param>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public Tensor<T> LogProbability(Tensor<T> x) => Elementwise.Apply(default(NormalLogDensity<T>), x, Mean, Deviation);
}
