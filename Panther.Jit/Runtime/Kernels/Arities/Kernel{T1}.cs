using System.Reflection;
using System.Runtime.CompilerServices;
using Panther.Jit.Dialect;

namespace Panther.Jit.Runtime;

/// <summary>A loaded kernel of one parameter; the classes with more type parameters are the same for more.</summary>
/// <remarks>A launch enqueues and returns. It throws <see cref="ArgumentException"/> when the stream or a view belongs to another device,
/// <see cref="ArgumentOutOfRangeException"/> for negative or too large sizes, <see cref="ObjectDisposedException"/> when a view's buffer or the stream
/// was disposed, <see cref="InvalidOperationException"/> when the kernel has the other form, and <see cref="DeviceException"/> when the driver refuses.
/// An extent or grid with a zero launches nothing.</remarks>
/// <typeparam name="T1">The first parameter: for an implicitly grouped kernel, its index.</typeparam>
public sealed unsafe class Kernel<T1> : Kernel
    where T1 : struct
{
    internal Kernel(Device device, MethodInfo method, JitOptions options)
        : base(device, method, options, [ArgumentWriter<T1>.Shape])
    {
    }

    /// <summary>Enqueues an implicitly grouped kernel: one thread for each index below <paramref name="extent"/>.</summary>
    /// <param name="stream">A stream of the kernel's device.</param>
    /// <param name="extent">The number of indices in each direction.</param>
    [SkipLocalsInit]
    public void Launch(DeviceStream stream, T1 extent)
    {
        byte* start = stackalloc byte[BlockBytes];
        ParameterBlock block = new(this, stream, start);
        block.Add(ref extent);
        EnqueueExtent(ref block, ref extent);
    }

    /// <summary>Enqueues an explicitly grouped kernel.</summary>
    /// <param name="stream">A stream of the kernel's device.</param>
    /// <param name="config">Groups, threads in a group, and dynamic shared memory.</param>
    /// <param name="argument1">The kernel's argument.</param>
    [SkipLocalsInit]
    public void Launch(DeviceStream stream, KernelConfig config, T1 argument1)
    {
        byte* start = stackalloc byte[BlockBytes];
        ParameterBlock block = new(this, stream, start);
        block.Add(ref argument1);
        EnqueueGroups(ref block, config);
        ParameterBlock.Hold(ref argument1);
    }
}
