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
    public static void Forward<T>(DeviceStream stream, AttentionArguments<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (stream.Device.Supports(DeviceFeature.HostRoutines))
        {
            AttentionOnHost<T>.Forward(stream, a);
        }
        else
        {
            Launch(stream, a, AttentionPass.Forward);
        }
    }

    /// <summary>Writes the three gradients, and <see cref="AttentionArguments{T}.Deltas"/>.</summary>
    public static void Backward<T>(DeviceStream stream, AttentionArguments<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (stream.Device.Supports(DeviceFeature.HostRoutines))
        {
            AttentionOnHost<T>.Backward(stream, a);
        }
        else
        {
            Launch(stream, a, AttentionPass.QueryGradient);
            Launch(stream, a, AttentionPass.KeyValueGradient);
        }
    }

    /// <summary>Runs a kernel, in the largest tile that a group has memory and threads for.</summary>
    /// <exception cref="NotSupportedException">There is none.</exception>
    internal static void Launch<T>(DeviceStream stream, AttentionArguments<T> a, AttentionPass pass)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int size = Math.Max(a.HeadSize, a.ValueSize);
        bool mayBeLarge = Unsafe.SizeOf<T>() == sizeof(float) && !stream.Device.IsProcessor;
        bool isLaunched = size switch
        {
            <= 32 => (mayBeLarge && TryLaunch<T, Tile64x32>(stream, a, pass)) || TryLaunch<T, Tile32x32>(stream, a, pass) || TryLaunch<T, Tile16x32>(stream, a, pass),
            <= 64 => (mayBeLarge && TryLaunch<T, Tile64x64>(stream, a, pass)) || TryLaunch<T, Tile32x64>(stream, a, pass) || TryLaunch<T, Tile16x64>(stream, a, pass)
                || TryLaunch<T, Tile8x64>(stream, a, pass),
            _ => (mayBeLarge && TryLaunch<T, Tile64x128>(stream, a, pass)) || TryLaunch<T, Tile32x128>(stream, a, pass) || TryLaunch<T, Tile8x128>(stream, a, pass),
        };
        if (!isLaunched)
        {
            throw GroupLimits.Of(stream.Device).Refusal($"Attention with heads of {size} elements of {Unsafe.SizeOf<T>()} bytes");
        }
    }

    private static bool TryLaunch<T, TTile>(DeviceStream stream, AttentionArguments<T> a, AttentionPass pass)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IAttentionTile
    {
        if (!GroupLimits.Of(stream.Device).Allow(AttentionTiles.Threads<TTile>(), SharedBytes<T, TTile>(pass)))
        {
            return false;
        }

        Launch<T, TTile>(stream, a, pass);
        return true;
    }

    internal static void Launch<T, TTile>(DeviceStream stream, AttentionArguments<T> a, AttentionPass pass)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IAttentionTile
    {
        a.IsWide = a.HeadSize % 4 == 0 && a.ValueSize % 4 == 0 && a.Query.IsWide && a.Key.IsWide && a.Value.IsWide && a.Output.IsWide
            && a.Gradient.IsWide && a.QueryGradient.IsWide && a.KeyGradient.IsWide && a.ValueGradient.IsWide;
        var options = new JitOptions
        {
            MaxThreadsPerGroup = AttentionTiles.Threads<TTile>(),
            MinGroupsPerMultiprocessor = stream.Device.IsProcessor ? 0 : Math.Min(MostGroups, stream.Device.MaxSharedBytesPerGroup / SharedBytes<T, TTile>(pass)),
        };
        Kernel<AttentionArguments<T>> kernel = pass switch
        {
            AttentionPass.Forward => stream.Device.LoadKernel<AttentionArguments<T>>(AttentionKernels.Forward<T, TTile>, options),
            AttentionPass.QueryGradient => stream.Device.LoadKernel<AttentionArguments<T>>(AttentionKernels.QueryGradient<T, TTile>, options),
            _ => stream.Device.LoadKernel<AttentionArguments<T>>(AttentionKernels.KeyValueGradient<T, TTile>, options),
        };
        long rows = pass == AttentionPass.KeyValueGradient ? a.Keys : a.Queries;
        long groups = (rows + TTile.Side - 1) / TTile.Side * a.Batches * a.Heads;
        kernel.Launch(stream, new KernelConfig(checked((int)groups), AttentionTiles.Threads<TTile>()), a);
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
