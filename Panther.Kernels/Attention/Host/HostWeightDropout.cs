using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Random;
using Panther.Kernels.Random.Host;

namespace Panther.Kernels.Attention.Host;

/// <summary><see cref="WeightDropout{T}"/> of blocks of weights in host memory.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal sealed unsafe class HostWeightDropout<T>(DeviceStream stream, WeightDropout<T> dropout)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int PairBit = WeightDropout<T>.PairBit;

    private readonly uint* origin = dropout.Source.Origin.Length == 0 ? null : stream.HostPointer(dropout.Source.Origin);

    /// <summary>Writes the factors of a block of weights, row by row.</summary>
    /// <param name="head">The head's number among those of all batches.</param>
    /// <param name="query">The first query, a multiple of 32.</param>
    /// <param name="queries">How many queries.</param>
    /// <param name="key">The first key, a multiple of 32.</param>
    /// <param name="keys">How many keys.</param>
    /// <param name="factors">Where they go, queries×keys.</param>
    public void Draw(long head, int query, int queries, int key, int keys, T* factors)
    {
        RandomStream random = dropout.Source.Stream;
        if (origin is not null)
        {
            random = random with { Stream = random.Stream + *origin };
        }

        // Words of the places (q, k), (q, k + 16), (q + 16, k) and (q + 16, k + 16) for 16 keys k.
        uint* words = stackalloc uint[4 * PairBit];
        for (int q = 0; q < queries; q++)
        {
            if ((q & PairBit) != 0)
            {
                continue;
            }

            T* row = factors + ((long)q * keys);
            for (int k = 0; k < keys; k += 2 * PairBit)
            {
                for (int lane = 0; lane < PairBit; lane += HostPhilox.Lanes)
                {
                    HostPhilox.Permute(random.Seed, (uint)(query + q), (uint)(key + k + lane), (uint)head, random.Stream, words + lane, PairBit);
                }

                Write(words, row + k, keys - k);
                if (q + PairBit < queries)
                {
                    Write(words + (2 * PairBit), row + ((long)PairBit * keys) + k, keys - k);
                }
            }
        }
    }

    /// <summary>The factors of up to 32 weights by their words.</summary>
    private void Write(uint* words, T* factors, int count)
    {
        // Looked up rather than chosen: no processor predicts random branches.
        T* choices = stackalloc T[2] { T.Zero, dropout.Scale };
        for (int i = 0; i < Math.Min(2 * PairBit, count); i++)
        {
            factors[i] = choices[words[i] < dropout.Threshold ? 0 : 1];
        }
    }
}
