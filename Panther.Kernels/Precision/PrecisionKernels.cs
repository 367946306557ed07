using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Kernels.Optimizers;

namespace Panther.Kernels.Precision;

/// <summary>What training in two precisions needs beside the operations themselves. In X lie the groups that walk one view together, in Y the views.</summary>
internal static class PrecisionKernels
{
    /// <summary>What the loss is multiplied by, in the state of a scaler.</summary>
    public const int Scale = 0;

    /// <summary>The steps in a row whose gradients were finite, in the state of a scaler.</summary>
    public const int GoodSteps = 1;

    /// <summary>The numbers of the state of a scaler.</summary>
    public const int StateLength = 2;

    /// <summary>The steps that an optimiser has made, among the counts of a run.</summary>
    public const int Made = 0;

    /// <summary>The steps that were left out, among the counts of a run.</summary>
    public const int Skipped = 1;

    /// <summary>The counts of a run.</summary>
    public const int CountsLength = 2;

    private const float LargestScale = 16777216f;
    private const float SmallestScale = 5.9604645e-8f;

    /// <summary>results = gradients/scale; isBad[0] becomes 1 if any element is infinite or NaN.</summary>
    public static void Unscale<T>(ViewList<T> gradients, ViewList<float> results, ArrayView<float> state, ArrayView<int> isBad, SpecializedValue<int> threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<T> gradient = gradients.Get(Grid.IdxY);
        ArrayView<float> result = results.Get(Grid.IdxY);

        // The scale is a power of two, and so is its inverse.
        float inverse = 1f / state[Scale];
        bool isBadHere = false;
        for (long i = ((long)Grid.IdxX * threads) + Group.IdxX; i < gradient.Length; i += (long)Grid.DimX * threads)
        {
            float value = float.CreateTruncating(gradient[i]) * inverse;
            isBadHere |= !XMath.IsFinite(value);
            result[i] = value;
        }

        if (isBadHere)
        {
            isBad[0] = 1;
        }
    }

    /// <summary>results = values, rounded.</summary>
    public static void Round<T>(ViewList<float> values, ViewList<T> results, SpecializedValue<int> threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<float> value = values.Get(Grid.IdxY);
        ArrayView<T> result = results.Get(Grid.IdxY);
        for (long i = ((long)Grid.IdxX * threads) + Group.IdxX; i < value.Length; i += (long)Grid.DimX * threads)
        {
            result[i] = T.CreateTruncating(value[i]);
        }
    }

    /// <summary>Halves the scale after a bad step, doubles it after so many good ones in a row. One thread.</summary>
    public static void Adjust(Index1D index, ArrayView<float> state, ArrayView<int> isBad, int growthInterval)
    {
        float scale = state[Scale];
        float goodSteps = state[GoodSteps] + 1f;
        bool grows = goodSteps >= growthInterval;
        state[Scale] = isBad[index] != 0 ? Math.Max(SmallestScale, 0.5f * scale) : grows ? Math.Min(LargestScale, 2f * scale) : scale;
        state[GoodSteps] = isBad[index] != 0 || grows ? 0f : goodSteps;
    }

    /// <summary>A step begins: no gradient is known to be bad, and the learning rate, the first number of the optimiser's step, is set. One thread.</summary>
    public static void Begin(Index1D index, ArrayView<int> isBad, ArrayView<float> step, float rate)
    {
        isBad[index] = 0;
        step[index] = rate;
    }

    /// <summary>
    /// The gradients are known: adjusts the scale, and counts the step as made or left out. If it is made, the optimiser's two corrections are those of the number of steps that it has made. One thread.
    /// </summary>
    /// <param name="index">0.</param>
    /// <param name="state">The state of the scaler.</param>
    /// <param name="isBad">Whether the step is to be left out.</param>
    /// <param name="growthInterval">The good steps in a row after which the scale is doubled.</param>
    /// <param name="counts">The counts of the run.</param>
    /// <param name="corrections">Two numbers for each step from the first on; the last two stay for those after them.</param>
    /// <param name="step">The optimiser's step: the learning rate and two corrections.</param>
    public static void Decide(
        Index1D index, ArrayView<float> state, ArrayView<int> isBad, int growthInterval, ArrayView<long> counts, ArrayView<float> corrections, ArrayView<float> step)
    {
        Adjust(index, state, isBad, growthInterval);
        if (isBad[index] != 0)
        {
            counts[Skipped] += 1;
        }
        else
        {
            long made = counts[Made] + 1;
            counts[Made] = made;
            long at = Math.Min(2 * made, corrections.Length) - 2;
            step[1] = corrections[at];
            step[2] = corrections[at + 1];
        }
    }
}
