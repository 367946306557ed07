using System.Numerics;
using System.Runtime.CompilerServices;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Attention.Host;
using Panther.Kernels.Launch;

namespace Panther.Kernels.Attention;

/// <summary>Enqueues attention and its gradients; the matrix of scores is never stored. Computed in the element type; deterministic on one device.</summary>
internal static class Attentions
{
    /// <summary>The largest head that there are tiles for.</summary>
    public const int MaxSize = 128;

    /// <summary>What reductions take of shared memory, and a device for itself.</summary>
    private const int ScratchBytes = 2048;

    /// <summary>More groups that share the memory of a multiprocessor would leave a thread too few registers.</summary>
    private const int MostGroups = 4;

    /// <summary>Writes <see cref="AttentionArguments{T}.Output"/> and <see cref="AttentionArguments{T}.LogSums"/>.</summary>
    /// <param name="stream">The stream to enqueue on.</param>
    /// <param name="a">What is computed from and to.</param>
    /// <param name="dropout">Which weights stay; <see langword="null"/> for all.</param>
    public static void Forward<T>(DeviceStream stream, AttentionArguments<T> a, WeightDropout<T>? dropout = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (stream.Device.Supports(DeviceFeature.HostRoutines))
        {
            AttentionOnHost<T>.Forward(stream, a, dropout);
        }
        else
        {
            Launch(stream, a, dropout, AttentionPass.Forward);
        }
    }

    /// <summary>Writes the three gradients, and <see cref="AttentionArguments{T}.Deltas"/>.</summary>
    /// <param name="stream">The stream to enqueue on.</param>
    /// <param name="a">What is computed from and to.</param>
    /// <param name="dropout">That of the forward pass.</param>
    public static void Backward<T>(DeviceStream stream, AttentionArguments<T> a, WeightDropout<T>? dropout = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (stream.Device.Supports(DeviceFeature.HostRoutines))
        {
            AttentionOnHost<T>.Backward(stream, a, dropout);
        }
        else
        {
            Launch(stream, a, dropout, AttentionPass.QueryGradient);
            Launch(stream, a, dropout, AttentionPass.KeyValueGradient);
        }
    }

    /// <summary>Writes the factors of all weights, by head, query and key, for a composition that stores weights.</summary>
    /// <param name="stream">The stream to enqueue on.</param>
    /// <param name="dropout">Which weights stay.</param>
    /// <param name="queries">The queries of a head.</param>
    /// <param name="keys">The keys of a head.</param>
    /// <param name="factors">The factors.</param>
    public static void WriteFactors<T>(DeviceStream stream, WeightDropout<T> dropout, int queries, int keys, ArrayView<T> factors)
        where T : unmanaged, IFloatingPointIeee754<T>
        => stream.Device.LoadKernel<LongIndex1D, WeightDropout<T>, int, int, ArrayView<T>>(WeightDropoutKernels.Factors)
            .Launch(stream, new LongIndex1D(factors.Length), dropout, queries, keys, factors);

    /// <summary>Runs a kernel, with dropout or the one that has none.</summary>
    internal static void Launch<T>(DeviceStream stream, AttentionArguments<T> a, WeightDropout<T>? dropout, AttentionPass pass)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (dropout is { } present)
        {
            Launch<T, WeightDropout<T>>(stream, a, present, pass);
        }
        else
        {
            Launch<T, NoWeightDropout<T>>(stream, a, default, pass);
        }
    }

    internal static void Launch<T, TTile, TDropout>(DeviceStream stream, AttentionArguments<T> a, TDropout dropout, AttentionPass pass)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IAttentionTile
        where TDropout : struct, IWeightDropout<T>
    {
        a.IsWide = a.HeadSize % 4 == 0 && a.ValueSize % 4 == 0 && a.Query.IsWide && a.Key.IsWide && a.Value.IsWide && a.Output.IsWide
            && a.Gradient.IsWide && a.QueryGradient.IsWide && a.KeyGradient.IsWide && a.ValueGradient.IsWide;
        var options = new JitOptions
        {
            MaxThreadsPerGroup = AttentionTiles.Threads<TTile>(),
            MinGroupsPerMultiprocessor = stream.Device.IsProcessor ? 0 : Math.Min(MostGroups, stream.Device.MaxSharedBytesPerGroup / SharedBytes<T, TTile>(pass)),
        };
        Kernel<AttentionArguments<T>, TDropout> kernel = pass switch
        {
            AttentionPass.Forward => stream.Device.LoadKernel<AttentionArguments<T>, TDropout>(AttentionKernels.Forward<T, TTile, TDropout>, options),
            AttentionPass.QueryGradient => stream.Device.LoadKernel<AttentionArguments<T>, TDropout>(AttentionKernels.QueryGradient<T, TTile, TDropout>, options),
            _ => stream.Device.LoadKernel<AttentionArguments<T>, TDropout>(AttentionKernels.KeyValueGradient<T, TTile, TDropout>, options),
        };
        long rows = pass == AttentionPass.KeyValueGradient ? a.Keys : a.Queries;
        long groups = (rows + TTile.Side - 1) / TTile.Side * a.Batches * a.Heads;
        kernel.Launch(stream, new KernelConfig(checked((int)groups), AttentionTiles.Threads<TTile>()), a, dropout);
    }

    /// <summary>Runs a kernel, in the largest tile that a group has memory and threads for.</summary>
    /// <exception cref="NotSupportedException">There is none.</exception>
    private static void Launch<T, TDropout>(DeviceStream stream, AttentionArguments<T> a, TDropout dropout, AttentionPass pass)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TDropout : struct, IWeightDropout<T>
    {
        int size = Math.Max(a.HeadSize, a.ValueSize);
        bool mayBeLarge = Unsafe.SizeOf<T>() == sizeof(float) && !stream.Device.IsProcessor;
        bool isLaunched = size switch
        {
            <= 32 => (mayBeLarge && TryLaunch<T, Tile64x32, TDropout>(stream, a, dropout, pass)) || TryLaunch<T, Tile32x32, TDropout>(stream, a, dropout, pass) || TryLaunch<T, Tile16x32, TDropout>(stream, a, dropout, pass),
            <= 64 => (mayBeLarge && TryLaunch<T, Tile64x64, TDropout>(stream, a, dropout, pass)) || TryLaunch<T, Tile32x64, TDropout>(stream, a, dropout, pass) || TryLaunch<T, Tile16x64, TDropout>(stream, a, dropout, pass)
                || TryLaunch<T, Tile8x64, TDropout>(stream, a, dropout, pass),
            _ => (mayBeLarge && TryLaunch<T, Tile64x128, TDropout>(stream, a, dropout, pass)) || TryLaunch<T, Tile32x128, TDropout>(stream, a, dropout, pass) || TryLaunch<T, Tile8x128, TDropout>(stream, a, dropout, pass),
        };
        if (!isLaunched)
        {
            throw GroupLimits.Of(stream.Device).Refusal($"Attention with heads of {size} elements of {Unsafe.SizeOf<T>()} bytes");
        }
    }

    private static bool TryLaunch<T, TTile, TDropout>(DeviceStream stream, AttentionArguments<T> a, TDropout dropout, AttentionPass pass)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IAttentionTile
        where TDropout : struct, IWeightDropout<T>
    {
        if (!GroupLimits.Of(stream.Device).Allow(AttentionTiles.Threads<TTile>(), SharedBytes<T, TTile>(pass)))
        {
            return false;
        }

        Launch<T, TTile, TDropout>(stream, a, dropout, pass);
        return true;
    }

    /// <summary>The shared memory of a group.</summary>
    private static int SharedBytes<T, TTile>(AttentionPass pass)
        where T : unmanaged
        where TTile : struct, IAttentionTile
    {
        int vectors = pass == AttentionPass.Forward ? 2 : pass == AttentionPass.QueryGradient ? 3 : 4;
        int others = pass == AttentionPass.KeyValueGradient ? TTile.Side : Math.Max(TTile.Side, TTile.Size);
        int elements = (vectors * TTile.Side * (TTile.Size + AttentionTiles.Padding)) + (TTile.Side * (others + AttentionTiles.Padding));
        return (elements * Unsafe.SizeOf<T>()) + ScratchBytes;
    }
}

/// <summary>The kernels of attention.</summary>
internal enum AttentionPass
{
    Forward,
    QueryGradient,
    KeyValueGradient,
}
