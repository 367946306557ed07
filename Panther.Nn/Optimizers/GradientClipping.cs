using System.Numerics;

namespace Panther.Nn;

/// <summary>Keeps steps short (Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks", 2013, algorithm 1).</summary>
public static class GradientClipping
{
    /// <summary>
    /// Scales gradients by min(1, maximum/norm), where the norm is the Euclidean one of all of them together. It stays on the device; nothing waits, and the step may be captured.
    /// </summary>
    /// <param name="gradients">The gradients, on one tape.</param>
    /// <param name="maximum">The largest norm.</param>
    /// <param name="norm">The norm before, a scalar, accumulated in the element type. Where it is not finite, the scaled gradients are of no use.</param>
    /// <returns>The scaled gradients.</returns>
    /// <exception cref="ArgumentException">There is no gradient.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The maximum is not positive.</exception>
    public static Tensor<T>[] ClipByNorm<T>(this IReadOnlyList<Tensor<T>> gradients, T maximum, out Tensor<T> norm)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(gradients);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maximum);
        if (gradients.Count == 0)
        {
            throw new ArgumentException("There is no gradient.", nameof(gradients));
        }

        Tensor<T> squares = gradients[0].Square().Sum();
        for (int i = 1; i < gradients.Count; i++)
        {
            squares += gradients[i].Square().Sum();
        }

        norm = squares.Sqrt();
        Tensor<T> factor = Elementwise.Apply(new ClippingFunction<T>(maximum), norm);
        return [.. gradients.Select(gradient => gradient * factor)];
    }
}
