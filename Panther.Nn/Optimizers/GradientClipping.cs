using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Kernels.Optimizers;

namespace Panther.Nn;

/// <summary>
/// Keeps steps short. Gradients are taken sixteen a launch, results are constants (no gradient goes through), and all stays on the device: nothing waits, and the step may be captured.
/// </summary>
public static class GradientClipping
{
    /// <summary>
    /// Scales gradients by min(1, maximum/norm), where the norm is the Euclidean one of all of them together (Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural
    /// networks", 2013, algorithm 1).
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
        (ArrayView<T>[] sources, Tensor<T>[] results) = Prepare(gradients, maximum);
        norm = Tensor<T>.ForResult([], [.. gradients]);
        GradientScaling.Norm(norm.Stream, sources, norm.Elements);
        GradientScaling.Scale(norm.Stream, sources, Views(results), norm.Elements, maximum);
        return results;
    }

    /// <summary>Brings each element of the gradients into ±maximum.</summary>
    /// <param name="gradients">The gradients, on one tape.</param>
    /// <param name="maximum">The largest magnitude.</param>
    /// <returns>The gradients; NaN stays NaN.</returns>
    /// <exception cref="ArgumentException">There is no gradient.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The maximum is not positive.</exception>
    public static Tensor<T>[] ClipByValue<T>(this IReadOnlyList<Tensor<T>> gradients, T maximum)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (ArrayView<T>[] sources, Tensor<T>[] results) = Prepare(gradients, maximum);
        GradientScaling.Clamp(results[0].Stream, sources, Views(results), maximum);
        return results;
    }

    private static (ArrayView<T>[] Sources, Tensor<T>[] Results) Prepare<T>(IReadOnlyList<Tensor<T>> gradients, T maximum)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(gradients);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maximum);
        if (gradients.Count == 0)
        {
            throw new ArgumentException("There is no gradient.", nameof(gradients));
        }

        Tensor<T>[] sources = [.. gradients.Select(gradient => gradient.Detach().Contiguous())];
        return (Views(sources), [.. sources.Select(source => Tensor<T>.ForResult(source.Shape, source))]);
    }

    private static ArrayView<T>[] Views<T>(Tensor<T>[] tensors)
        where T : unmanaged, IFloatingPointIeee754<T>
        => [.. tensors.Select(tensor => tensor.Elements.SubView(0, tensor.Length))];
}
