using System.Numerics;

namespace Panther.Nn;

/// <summary>Dropout while training, nothing otherwise; see <see cref="Dropping.Dropout"/>.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <param name="probability">The probability of 0, in [0, 1).</param>
public sealed class Dropout<T>(double probability) : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override Tensor<T> Forward(Tensor<T> input) => IsTraining ? input.Dropout(probability) : input;
}
