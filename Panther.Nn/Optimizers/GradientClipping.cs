using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Kernels.Elementwise;
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
    /// <param name="norm">
    /// The norm before, a scalar, accumulated in the element type; the squares may be beyond its range, the norm may not. It is infinite or NaN where an element is.
    /// </param>
    /// <returns>The scaled gradients; NaN, all of them, where the norm is infinite or NaN, so that a step by them does not go unnoticed.</returns>
    /// <exception cref="ArgumentException">There is no gradient.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The maximum is not positive.</exception>
    /// <exception cref="InvalidOperationException">The gradients are on different devices, or on tapes of which neither is inside the other.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    public static Tensor<T>[] ClipByNorm<T>(this IReadOnlyList<Tensor<T>> gradients, T maximum, out Tensor<T> norm)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using OperationScope scope = Scope(gradients, maximum);
        (ArrayView<T>[] sources, Tensor<T>[] results) = Prepare(gradients, scope);
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
    /// <exception cref="InvalidOperationException">The gradients are on different devices, or on tapes of which neither is inside the other.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    public static Tensor<T>[] ClipByValue<T>(this IReadOnlyList<Tensor<T>> gradients, T maximum)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using OperationScope scope = Scope(gradients, maximum);
        (ArrayView<T>[] sources, Tensor<T>[] results) = Prepare(gradients, scope);
        GradientScaling.Clamp(results[0].Stream, sources, Views(results), maximum);
        return results;
    }

    private static OperationScope Scope<T>(IReadOnlyList<Tensor<T>> gradients, T maximum)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NarrowFloat.Refuse<T>("Clipping");
        ArgumentNullException.ThrowIfNull(gradients);
        if (gradients.Count == 0)
        {
            throw new ArgumentException("There is no gradient.", nameof(gradients));
        }

        return maximum > T.Zero
            ? new OperationScope([.. gradients])
            : throw new ArgumentOutOfRangeException(nameof(maximum), maximum, "The maximum is not positive.");
    }

    private static (ArrayView<T>[] Sources, Tensor<T>[] Results) Prepare<T>(IReadOnlyList<Tensor<T>> gradients, OperationScope scope)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var sources = new Tensor<T>[gradients.Count];
        for (int i = 0; i < sources.Length; i++)
        {
            sources[i] = scope.Dense(gradients[i].Detach());
        }

        return (Views(sources), [.. gradients.Select(gradient => Tensor<T>.ForResult(gradient.Shape, gradient))]);
    }

    private static ArrayView<T>[] Views<T>(Tensor<T>[] tensors)
        where T : unmanaged, IFloatingPointIeee754<T>
        => [.. tensors.Select(tensor => tensor.Elements.SubView(0, tensor.Length))];
}
