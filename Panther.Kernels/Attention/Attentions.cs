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

    /// <summary>Writes the three gradients.</summary>
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
        long bytes = ((pass == AttentionPass.Forward ? 2 : 4) * 64L * (padded + 4)) + (64 * 68) + 1024;
        bool isLarge = Unsafe.SizeOf<T>() == sizeof(float) && !stream.Device.IsProcessor && bytes * sizeof(float) <= stream.Device.MaxSharedBytesPerGroup;
        switch (isLarge, padded)
        {
            case (true, 32):
                Launch<T, Tile64x32>(stream, a, pass);
                break;
            case (true, 64):
                Launch<T, Tile64x64>(stream, a, pass);
                break;
            case (true, _):
                Launch<T, Tile64x128>(stream, a, pass);
                break;
            case (false, 32):
                Launch<T, Tile32x32>(stream, a, pass);
                break;
            case (false, 64):
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
        var options = new JitOptions { MaxThreadsPerGroup = AttentionKernels.Side * AttentionKernels.Side };
        Kernel<AttentionArguments<T>> kernel = pass switch
        {
            AttentionPass.Forward => stream.Device.LoadKernel<AttentionArguments<T>>(AttentionKernels.Forward<T, TTile>, options),
            AttentionPass.QueryGradient => stream.Device.LoadKernel<AttentionArguments<T>>(AttentionKernels.QueryGradient<T, TTile>, options),
            _ => stream.Device.LoadKernel<AttentionArguments<T>>(AttentionKernels.KeyValueGradient<T, TTile>, options),
        };
        long rows = pass == AttentionPass.KeyValueGradient ? a.Keys : a.Queries;
        long groups = (rows + TTile.Side - 1) / TTile.Side * a.Batches * a.Heads;
        kernel.Launch(
            stream, new KernelConfig(new Index2D(checked((int)groups), 1), new Index2D(AttentionKernels.Side, AttentionKernels.Side)), a);
    }
}

/// <summary>The kernels of attention.</summary>
internal enum AttentionPass
{
    Forward,
    QueryGradient,
    KeyValueGradient,
}
