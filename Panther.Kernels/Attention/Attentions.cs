using System.Numerics;
using System.Runtime.CompilerServices;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Attention.Host;

namespace Panther.Kernels.Attention;

/// <summary>Enqueues attention and its gradients; the matrix of scores is never stored. Computed in the element type; deterministic on one device.</summary>
internal static class Attentions
{
    /// <summary>The largest head that there are tiles for.</summary>
    public const int MaxSize = 128;

    /// <summary>What reductions take of shared memory, and a device for itself.</summary>
    private const int ScratchBytes = 2048;

    /// <summary>More groups at once would leave a thread too few registers.</summary>
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

    /// <summary>Runs a kernel, in the largest tile that the device has memory for.</summary>
    internal static void Launch<T>(DeviceStream stream, AttentionArguments<T> a, AttentionPass pass)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int size = Math.Max(a.HeadSize, a.ValueSize);
        int padded = size <= 32 ? 32 : size <= 64 ? 64 : MaxSize;
        bool mayBeLarge = Unsafe.SizeOf<T>() == sizeof(float) && !stream.Device.IsProcessor;
        switch (padded)
        {
            case 32 when mayBeLarge && GroupsAtOnce<T, Tile64x32>(stream.Device, pass) > 0:
                Launch<T, Tile64x32>(stream, a, pass);
                break;
            case 64 when mayBeLarge && GroupsAtOnce<T, Tile64x64>(stream.Device, pass) > 0:
                Launch<T, Tile64x64>(stream, a, pass);
                break;
            case MaxSize when mayBeLarge && GroupsAtOnce<T, Tile64x128>(stream.Device, pass) > 0:
                Launch<T, Tile64x128>(stream, a, pass);
                break;
            case 32:
                Launch<T, Tile32x32>(stream, a, pass);
                break;
            case 64:
                Launch<T, Tile32x64>(stream, a, pass);
                break;
            default:
                Launch<T, Tile32x128>(stream, a, pass);
                break;
        }
    }

    internal static void Launch<T, TTile>(DeviceStream stream, AttentionArguments<T> a, AttentionPass pass)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IAttentionTile
    {
        a.IsWide = a.HeadSize % 4 == 0 && a.ValueSize % 4 == 0 && a.Query.IsWide && a.Key.IsWide && a.Value.IsWide && a.Output.IsWide
            && a.Gradient.IsWide && a.QueryGradient.IsWide && a.KeyGradient.IsWide && a.ValueGradient.IsWide;
        var options = new JitOptions
        {
            MaxThreadsPerGroup = AttentionTiles.Threads,
            MinGroupsPerMultiprocessor = stream.Device.IsProcessor ? 0 : Math.Min(MostGroups, GroupsAtOnce<T, TTile>(stream.Device, pass)),
        };
        Kernel<AttentionArguments<T>> kernel = pass switch
        {
            AttentionPass.Forward => stream.Device.LoadKernel<AttentionArguments<T>>(AttentionKernels.Forward<T, TTile>, options),
            AttentionPass.QueryGradient => stream.Device.LoadKernel<AttentionArguments<T>>(AttentionKernels.QueryGradient<T, TTile>, options),
            _ => stream.Device.LoadKernel<AttentionArguments<T>>(AttentionKernels.KeyValueGradient<T, TTile>, options),
        };
        long rows = pass == AttentionPass.KeyValueGradient ? a.Keys : a.Queries;
        long groups = (rows + TTile.Side - 1) / TTile.Side * a.Batches * a.Heads;
        kernel.Launch(stream, new KernelConfig(checked((int)groups), AttentionTiles.Threads), a);
    }

    /// <summary>The groups that share a multiprocessor whose shared memory is that of a group at most, or a little more.</summary>
    private static int GroupsAtOnce<T, TTile>(Device device, AttentionPass pass)
        where T : unmanaged
        where TTile : struct, IAttentionTile
    {
        long vectors = pass == AttentionPass.Forward ? 2 : pass == AttentionPass.QueryGradient ? 3 : 4;
        long others = pass == AttentionPass.KeyValueGradient ? TTile.Side : Math.Max(TTile.Side, TTile.Size);
        long elements = (vectors * TTile.Side * (TTile.Size + AttentionTiles.Padding)) + (TTile.Side * (others + AttentionTiles.Padding));
        return (int)(device.MaxSharedBytesPerGroup / (elements * Unsafe.SizeOf<T>() + ScratchBytes));
    }
}

/// <summary>The kernels of attention.</summary>
internal enum AttentionPass
{
    Forward,
    QueryGradient,
    KeyValueGradient,
}
