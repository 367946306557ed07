using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Kernels.Optimizers;

namespace Panther.Kernels.Precision;

/// <summary>What training in two precisions needs beside the operations themselves. In X lie the groups that walk one view together, in Y the views.</summary>
internal static class PrecisionKernels
{
    /// <summary>What the loss is multiplied by, in the state of a scaler.</summary>
    public const int Scale = 0;

    /// <summary>The steps in a row whose gradients were finite, in the state of a scaler: what is left of their number by <see cref="CountBase"/>, and then the quotient, since not every int is a float.</summary>
    public const int GoodSteps = 1;

    /// <summary>What the number of steps is divided by.</summary>
    public const int CountBase = 1 << 16;

    /// <summary>The numbers of the state of a scaler.</summary>
    public const int StateLength = 3;

    /// <summary>The steps that an optimiser has made, among the counts of a run.</summary>
    public const int Made = 0;

    /// <summary>The steps that were left out, among the counts of a run.</summary>
    public const int Skipped = 1;

    /// <summary>The steps that the optimiser had made when its corrections were sent, among the counts of a run.</summary>
    public const int MadeBefore = 2;

    /// <summary>The counts of a run.</summary>
    public const int CountsLength = 3;

    private const float LargestScale = 16777216f;
    private const float SmallestScale = 5.9604645e-8f;

    /// <summary>results = gradients/scale; nonFinite[0] becomes 1 if any element is infinite or NaN.</summary>
    public static void Unscale<T>(ViewList<T> gradients, ViewList<float> results, ArrayView<float> state, ArrayView<int> nonFinite, SpecializedValue<int> threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<T> gradient = gradients.Get(Grid.IdxY);
        ArrayView<float> result = results.Get(Grid.IdxY);

        // The scale is a power of two, and so is its inverse.
        float inverse = 1f / state[Scale];
        bool isNonFiniteHere = false;
        for (long i = ((long)Grid.IdxX * threads) + Group.IdxX; i < gradient.Length; i += (long)Grid.DimX * threads)
        {
            float value = float.CreateTruncating(gradient[i]) * inverse;
            isNonFiniteHere |= !XMath.IsFinite(value);
            result[i] = value;
        }

        if (isNonFiniteHere)
        {
            nonFinite[0] = 1;
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
    public static void Adjust(Index1D index, ArrayView<float> state, ArrayView<int> nonFinite, int growthInterval)
    {
        float scale = state[Scale];
        int goodSteps = ((int)state[GoodSteps + 1] * CountBase) + (int)state[GoodSteps] + 1;
        bool grows = goodSteps >= growthInterval;
        state[Scale] = nonFinite[index] != 0 ? Math.Max(SmallestScale, 0.5f * scale) : grows ? Math.Min(LargestScale, 2f * scale) : scale;
        goodSteps = nonFinite[index] != 0 || grows ? 0 : goodSteps;
        state[GoodSteps] = goodSteps % CountBase;
        state[GoodSteps + 1] = goodSteps / CountBase;
    }

    /// <summary>A step begins: no gradient is known to be bad, and the learning rate, the first number of the optimiser's step, is set. One thread.</summary>
    public static void Begin(Index1D index, ArrayView<int> nonFinite, ArrayView<float> step, float rate)
    {
        nonFinite[index] = 0;
        step[index] = rate;
    }

    /// <summary>
    /// The gradients are known: adjusts the scale, and counts the step as made or left out. If it is made, the optimiser's two corrections are those of the number of steps that it has made. One thread.
    /// </summary>
    /// <param name="index">0.</param>
    /// <param name="state">The state of the scaler.</param>
    /// <param name="nonFinite">Whether the step is to be left out.</param>
    /// <param name="growthInterval">The good steps in a row after which the scale is doubled.</param>
    /// <param name="counts">The counts of the run.</param>
    /// <param name="corrections">Two numbers for each step from the one after <see cref="MadeBefore"/> on, this one among them.</param>
    /// <param name="step">The optimiser's step: the learning rate and two corrections.</param>
    public static void Decide(
        Index1D index, ArrayView<float> state, ArrayView<int> nonFinite, int growthInterval, ArrayView<long> counts, ArrayView<float> corrections, ArrayView<float> step)
    {
        Adjust(index, state, nonFinite, growthInterval);
        if (nonFinite[index] != 0)
        {
            counts[Skipped] += 1;
        }
        else
        {
            long made = counts[Made] + 1;
            counts[Made] = made;
            long at = 2 * (made - counts[MadeBefore] - 1);
            step[1] = corrections[at];
            step[2] = corrections[at + 1];
        }
    }
}
