using System.Numerics;
using Panther.Jit.Runtime;

namespace Panther.Kernels.Attention.Host;

/// <summary>Attention on the host's cores: the recurrences of <see cref="AttentionKernels"/>, with products of blocks by the packed host routine.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal static unsafe class AttentionOnHost<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>See <see cref="Attentions.Forward"/>; one core a block of queries.</summary>
    public static void Forward(DeviceStream stream, AttentionArguments<T> a, WeightDropout<T>? dropout)
    {
        var work = new HostAttention<T>(stream, a, dropout);
        stream.EnqueueHost("Attention", work, static (w, parallel) =>
            parallel.For(w.Heads * w.QueryBlocks, w, static (w, first, last, _) => w.Forward(first, last)));
    }

    /// <summary>See <see cref="Attentions.Backward"/>; one core a head, so that sums have one order.</summary>
    public static void Backward(DeviceStream stream, AttentionArguments<T> a, WeightDropout<T>? dropout)
    {
        var work = new HostAttention<T>(stream, a, dropout);
        stream.EnqueueHost("Attention's gradients", work, static (w, parallel) =>
            parallel.For(w.Heads, w, static (w, first, last, _) => w.Backward(first, last)));
    }
}
