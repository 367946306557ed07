using System.Numerics;
using Panther.Kernels.Reduce;

namespace Panther.Kernels.Channels;

/// <summary>The number, the mean, and the sum of squared differences from the mean of some elements.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal struct RunningMoments<T>
    where T : unmanaged
{
    /// <summary>How many elements.</summary>
    public T Count;

    /// <summary>Their mean.</summary>
    public T Mean;

    /// <summary>Σ(x - mean)².</summary>
    public T Squares;
}

/// <summary>The moments of two sets together (Chan, Golub and LeVeque, "Updating formulae and a pairwise algorithm for computing sample variances", 1979, equations 2.1).</summary>
/// <typeparam name="T">The element type.</typeparam>
internal readonly struct MomentsUnion<T> : IAssociativeOperation<RunningMoments<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static RunningMoments<T> Combine(RunningMoments<T> first, RunningMoments<T> second)
    {
        // Symmetric in its operands, to the last bit.
        T count = first.Count + second.Count;
        T divisor = T.Max(count, T.One);
        T difference = second.Mean - first.Mean;
        return new RunningMoments<T>
        {
            Count = count,
            Mean = ((first.Count * first.Mean) + (second.Count * second.Mean)) / divisor,
            Squares = first.Squares + second.Squares + (difference * difference * (first.Count * second.Count / divisor)),
        };
    }
}
