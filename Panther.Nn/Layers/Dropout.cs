using System.Numerics;

namespace Panther.Nn;

/// <summary>Dropout while training, nothing otherwise; see <see cref="Dropping.Dropout"/>.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <param name="probability">The probability of 0, in [0, 1).</param>
/// <exception cref="ArgumentOutOfRangeException">The probability is not in [0, 1).</exception>
public sealed class Dropout<T>(double probability) : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly double probability = Sound(probability);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The layer is trained, and the input is not on a tape.</exception>
    public override Tensor<T> Forward(Tensor<T> input) => IsTraining ? input.Dropout(probability) : input;

    private static double Sound(double probability)
    {
        NumberCheck.PartBelowOne(probability);
        return probability;
    }
}
