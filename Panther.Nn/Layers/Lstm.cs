using System.Numerics;
using Panther.Jit.Runtime;

namespace Panther.Nn;

/// <summary>
/// A long short-term memory over sequences (n×t×in): from step to step c ← σ(f)·c + σ(i)·tanh g and h ← σ(o)·tanh c, where i, f, g, o, in this order, are the 4·hidden features of a linear map of the
/// input plus one of the state h (Hochreiter and Schmidhuber, "Long short-term memory", 1997; with the forget gate f of Gers, Schmidhuber and Cummins, "Learning to forget", 2000).
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
public sealed class Lstm<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Makes a layer, whose maps are initialised as <see cref="Linear{T}"/> is; that of the state has no bias, since it would be added to the other's.</summary>
    /// <param name="device">The device.</param>
    /// <param name="inputs">The features of the input.</param>
    /// <param name="hidden">The features of the state, which is also the output, and of the cell.</param>
    /// <param name="random">Where weights are drawn from.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public Lstm(Device device, int inputs, int hidden, RandomState random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(hidden, 1);
        Hidden = hidden;
        FromInput = Register("from_input", new Linear<T>(device, inputs, 4L * hidden, random));
        FromState = Register("from_state", new Linear<T>(device, hidden, 4L * hidden, random, hasBias: false));
    }

    /// <summary>Gets the number of features of the state and of the cell.</summary>
    public int Hidden { get; }

    /// <summary>Gets the map of the input, in to 4·hidden.</summary>
    public Linear<T> FromInput { get; }

    /// <summary>Gets the map of the state, hidden to 4·hidden, without a bias.</summary>
    public Linear<T> FromState { get; }

    /// <summary>The states after each step, n×t×hidden, from state and cell 0 on.</summary>
    /// <param name="input">The sequences, n×t×in with t at least 1, on a tape.</param>
    /// <exception cref="ArgumentException">The shapes do not go together, or the input is not on a tape.</exception>
    public override Tensor<T> Forward(Tensor<T> input) => Forward(input, null, null).Outputs;

    /// <summary>The states after each step, and the last state and cell.</summary>
    /// <param name="input">The sequences, n×t×in with t at least 1, on a tape.</param>
    /// <param name="state">The state before, n×hidden, or <see langword="null"/> for 0.</param>
    /// <param name="cell">The cell before, n×hidden, or <see langword="null"/> for 0.</param>
    /// <returns>The states after each step, n×t×hidden, and the last state and cell, n×hidden.</returns>
    /// <exception cref="ArgumentException">The shapes do not go together, or the input is not on a tape.</exception>
    public (Tensor<T> Outputs, Tensor<T> State, Tensor<T> Cell) Forward(Tensor<T> input, Tensor<T>? state, Tensor<T>? cell)
    {
        ArgumentNullException.ThrowIfNull(input);
        Tensor<T> h = TimeSteps.State(input, Hidden, state);
        Tensor<T> c = TimeSteps.State(input, Hidden, cell);
        Tensor<T>[] steps = TimeSteps.Of(FromInput.Forward(input));
        for (int i = 0; i < steps.Length; i++)
        {
            Tensor<T> gates = steps[i] + FromState.Forward(h);
            c = Elementwise.Apply(
                default(MemoryCellFunction<T>), TimeSteps.Part(gates, 0, 4), TimeSteps.Part(gates, 1, 4), TimeSteps.Part(gates, 2, 4), c);
            h = Elementwise.Apply(default(MemoryStateFunction<T>), TimeSteps.Part(gates, 3, 4), c);
            steps[i] = h;
        }

        return (Joining.Stack(1, steps), h, c);
    }
}
