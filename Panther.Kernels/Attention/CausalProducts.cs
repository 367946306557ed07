using System.Numerics;
using System.Runtime.CompilerServices;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Attention.Host;

namespace Panther.Kernels.Attention;

/// <summary>Enqueues sums over what lies before, or behind, each row.</summary>
internal static class CausalProducts
{
    /// <summary>
    /// output[t] = Σ (left[t]·right[s])·values[s] over s ≤ t, or over s ≥ t: linear in the rows, without a matrix of scores. Accumulated in the element type, in a fixed order.
    /// </summary>
    /// <exception cref="ArgumentException">There are so many features that their sums do not fit the device's shared memory.</exception>
    public static void Enqueue<T>(DeviceStream stream, CausalArguments<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (stream.Device.Supports(DeviceFeature.HostRoutines))
        {
            CausalOnHost<T>.Enqueue(stream, a);
        }
        else
        {
            Launch(stream, a);
        }
    }

    /// <summary>Runs the kernel.</summary>
    internal static void Launch<T>(DeviceStream stream, CausalArguments<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int bytes = checked(CausalKernels.StateLength(a.Features) * Unsafe.SizeOf<T>());
        int fixedBytes = CausalKernels.StateLength(CausalKernels.Tile) * 4 * Unsafe.SizeOf<T>();
        if (bytes + fixedBytes > stream.Device.MaxSharedBytesPerGroup)
        {
            throw new ArgumentException(
                $"{a.Features} features need {bytes + fixedBytes} bytes of shared memory, but {stream.Device.Id} has {stream.Device.MaxSharedBytesPerGroup}.");
        }

        long groups = (long)a.Heads * ((a.Size + CausalKernels.Tile - 1) / CausalKernels.Tile);
        stream.Device
            .LoadKernel<CausalArguments<T>>(CausalKernels.Multiply<T>, new JitOptions { MaxThreadsPerGroup = CausalKernels.Side * CausalKernels.Side })
            .Launch(
                stream, new KernelConfig(new Index2D(checked((int)groups), 1), new Index2D(CausalKernels.Side, CausalKernels.Side), bytes), a);
    }
}
