using System.Numerics;

namespace Panther.Nn;

/// <summary>What recurrent layers take sequences apart with.</summary>
internal static class TimeSteps
{
    /// <summary>The t tensors n×c of n×t×c. Sequences are halved again and again, since the gradient of a part is as large as what the part was taken from.</summary>
    /// <exception cref="ArgumentException">It is not n×t×c, or t is 0.</exception>
    public static Tensor<T>[] Of<T>(Tensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (x.Rank != 3 || x.Shape[1] == 0)
        {
            throw new ArgumentException($"A tensor of shape {x.Shape} is no sequences, n×t×c with t at least 1.", nameof(x));
        }

        var steps = new Tensor<T>[x.Shape[1]];
        Split(x, steps);
        return steps;
    }

    /// <summary>One of the equal parts of the features of n×c.</summary>
    public static Tensor<T> Part<T>(Tensor<T> x, int index, int parts)
        where T : unmanaged, IFloatingPointIeee754<T>
        => x.Slice(1, index * (x.Shape[1] / parts), x.Shape[1] / parts);

    /// <summary>What a layer starts from: the given state, or zeros.</summary>
    /// <exception cref="ArgumentException">The state is not n×hidden, or the input is not n×… on a tape.</exception>
    public static Tensor<T> State<T>(Tensor<T> input, int hidden, Tensor<T>? state)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (input.Tape is not { } tape || input.Rank != 3)
        {
            throw new ArgumentException($"A recurrent layer takes sequences, n×t×c, on a tape; not {input}.", nameof(input));
        }

        Shape shape = [input.Shape[0], hidden];
        return state is null ? tape.Zeros<T>(shape)
            : state.Shape.Equals(shape) ? state
            : throw new ArgumentException($"A state of shape {state.Shape} is not {shape}.", nameof(state));
    }

    private static void Split<T>(Tensor<T> x, Span<Tensor<T>> steps)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (steps.Length == 1)
        {
            steps[0] = x.Squeeze(1);
            return;
        }

        int half = steps.Length / 2;
        Split(x.Slice(1, 0, half), steps[..half]);
        Split(x.Slice(1, half, steps.Length - half), steps[half..]);
    }
}
