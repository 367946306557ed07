using System.Numerics;
using Panther.Jit.Runtime;

namespace Panther.Nn;

/// <summary>
/// A gated recurrent unit over sequences (n×t×in): from step to step h ← (1 - z)·tanh(xₙ + r·hₙ) + z·h, with r = σ(xᵣ + hᵣ) and z = σ(x_z + h_z). The x are one linear map of the input, the h one of
/// the state, 3·hidden features each in the order r, z, n (Cho et al., "Learning phrase representations using RNN encoder-decoder", 2014, section 2.3; r after the product, as in cuDNN).
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
public sealed class Gru<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Makes a layer, whose maps are initialised as <see cref="Linear{T}"/> is.</summary>
    /// <param name="device">The device.</param>
    /// <param name="inputs">The features of the input.</param>
    /// <param name="hidden">The features of the state, which is also the output.</param>
    /// <param name="random">Where weights are drawn from.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public Gru(Device device, int inputs, int hidden, RandomState random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(hidden, 1);
        Hidden = hidden;
        FromInput = Register("from_input", new Linear<T>(device, inputs, 3L * hidden, random));
        FromState = Register("from_state", new Linear<T>(device, hidden, 3L * hidden, random));
    }

    /// <summary>Gets the number of features of the state.</summary>
    public int Hidden { get; }

    /// <summary>Gets the map of the input, in to 3·hidden.</summary>
    public Linear<T> FromInput { get; }

    /// <summary>Gets the map of the state, hidden to 3·hidden.</summary>
    public Linear<T> FromState { get; }

    /// <summary>The states after each step, n×t×hidden, from 0 on.</summary>
    /// <param name="input">The sequences, n×t×in with t at least 1, on a tape.</param>
    /// <exception cref="ArgumentException">The shapes do not go together, or the input is not on a tape.</exception>
    public override Tensor<T> Forward(Tensor<T> input) => Forward(input, null).Outputs;

    /// <summary>The states after each step, and the last of them.</summary>
    /// <param name="input">The sequences, n×t×in with t at least 1, on a tape.</param>
    /// <param name="state">The state before, n×hidden, or <see langword="null"/> for 0.</param>
    /// <returns>The states after each step, n×t×hidden, and the last of them, n×hidden.</returns>
    /// <exception cref="ArgumentException">The shapes do not go together, or the input is not on a tape.</exception>
    public (Tensor<T> Outputs, Tensor<T> State) Forward(Tensor<T> input, Tensor<T>? state)
    {
        ArgumentNullException.ThrowIfNull(input);
        Tensor<T> h = TimeSteps.State(input, Hidden, state);
        Tensor<T>[] steps = TimeSteps.Of(FromInput.Forward(input));
        for (int i = 0; i < steps.Length; i++)
        {
            Tensor<T> x = steps[i];
            Tensor<T> y = FromState.Forward(h);
            Tensor<T> candidate = Elementwise.Apply(
                default(GatedCandidateFunction<T>), TimeSteps.Part(x, 0, 3), TimeSteps.Part(y, 0, 3), TimeSteps.Part(x, 2, 3), TimeSteps.Part(y, 2, 3));
            h = Elementwise.Apply(default(GatedStateFunction<T>), TimeSteps.Part(x, 1, 3), TimeSteps.Part(y, 1, 3), candidate, h);
            steps[i] = h;
        }

        return (Joining.Stack(1, steps), h);
    }
}
