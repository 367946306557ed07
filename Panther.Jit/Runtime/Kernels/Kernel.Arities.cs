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

/// <inheritdoc cref="Kernel{T1}"/>
public sealed unsafe class Kernel<T1, T2> : Kernel
    where T1 : struct
    where T2 : struct
{
    internal Kernel(Device device, MethodInfo method, JitOptions options)
        : base(device, method, options, [ArgumentWriter<T1>.Shape, ArgumentWriter<T2>.Shape])
    {
    }

    /// <inheritdoc cref="Kernel{T1}.Launch(DeviceStream, T1)"/>
    [SkipLocalsInit]
    public void Launch(DeviceStream stream, T1 extent, T2 argument2)
    {
        byte* start = stackalloc byte[BlockBytes];
        ParameterBlock block = new(this, stream, start);
        block.Add(ref extent);
        block.Add(ref argument2);
        EnqueueExtent(ref block, ref extent);
        ParameterBlock.Hold(ref argument2);
    }

    /// <inheritdoc cref="Kernel{T1}.Launch(DeviceStream, KernelConfig, T1)"/>
    [SkipLocalsInit]
    public void Launch(DeviceStream stream, KernelConfig config, T1 argument1, T2 argument2)
    {
        byte* start = stackalloc byte[BlockBytes];
        ParameterBlock block = new(this, stream, start);
        block.Add(ref argument1);
        block.Add(ref argument2);
        EnqueueGroups(ref block, config);
        ParameterBlock.Hold(ref argument1);
        ParameterBlock.Hold(ref argument2);
    }
}

/// <inheritdoc cref="Kernel{T1}"/>
public sealed unsafe class Kernel<T1, T2, T3> : Kernel
    where T1 : struct
    where T2 : struct
    where T3 : struct
{
    internal Kernel(Device device, MethodInfo method, JitOptions options)
        : base(device, method, options, [ArgumentWriter<T1>.Shape, ArgumentWriter<T2>.Shape, ArgumentWriter<T3>.Shape])
    {
    }

    /// <inheritdoc cref="Kernel{T1}.Launch(DeviceStream, T1)"/>
    [SkipLocalsInit]
    public void Launch(DeviceStream stream, T1 extent, T2 argument2, T3 argument3)
    {
        byte* start = stackalloc byte[BlockBytes];
        ParameterBlock block = new(this, stream, start);
        block.Add(ref extent);
        block.Add(ref argument2);
        block.Add(ref argument3);
        EnqueueExtent(ref block, ref extent);
        ParameterBlock.Hold(ref argument2);
        ParameterBlock.Hold(ref argument3);
    }

    /// <inheritdoc cref="Kernel{T1}.Launch(DeviceStream, KernelConfig, T1)"/>
    [SkipLocalsInit]
    public void Launch(DeviceStream stream, KernelConfig config, T1 argument1, T2 argument2, T3 argument3)
    {
        byte* start = stackalloc byte[BlockBytes];
        ParameterBlock block = new(this, stream, start);
        block.Add(ref argument1);
        block.Add(ref argument2);
        block.Add(ref argument3);
        EnqueueGroups(ref block, config);
        ParameterBlock.Hold(ref argument1);
        ParameterBlock.Hold(ref argument2);
        ParameterBlock.Hold(ref argument3);
    }
}

/// <inheritdoc cref="Kernel{T1}"/>
public sealed unsafe class Kernel<T1, T2, T3, T4> : Kernel
    where T1 : struct
    where T2 : struct
    where T3 : struct
    where T4 : struct
{
    internal Kernel(Device device, MethodInfo method, JitOptions options)
        : base(device, method, options, [ArgumentWriter<T1>.Shape, ArgumentWriter<T2>.Shape, ArgumentWriter<T3>.Shape, ArgumentWriter<T4>.Shape])
    {
    }

    /// <inheritdoc cref="Kernel{T1}.Launch(DeviceStream, T1)"/>
    [SkipLocalsInit]
    public void Launch(DeviceStream stream, T1 extent, T2 argument2, T3 argument3, T4 argument4)
    {
        byte* start = stackalloc byte[BlockBytes];
        ParameterBlock block = new(this, stream, start);
        block.Add(ref extent);
        block.Add(ref argument2);
        block.Add(ref argument3);
        block.Add(ref argument4);
        EnqueueExtent(ref block, ref extent);
        ParameterBlock.Hold(ref argument2);
        ParameterBlock.Hold(ref argument3);
        ParameterBlock.Hold(ref argument4);
    }

    /// <inheritdoc cref="Kernel{T1}.Launch(DeviceStream, KernelConfig, T1)"/>
    [SkipLocalsInit]
    public void Launch(DeviceStream stream, KernelConfig config, T1 argument1, T2 argument2, T3 argument3, T4 argument4)
    {
        byte* start = stackalloc byte[BlockBytes];
        ParameterBlock block = new(this, stream, start);
        block.Add(ref argument1);
        block.Add(ref argument2);
        block.Add(ref argument3);
        block.Add(ref argument4);
        EnqueueGroups(ref block, config);
        ParameterBlock.Hold(ref argument1);
        ParameterBlock.Hold(ref argument2);
        ParameterBlock.Hold(ref argument3);
        ParameterBlock.Hold(ref argument4);
    }
}

/// <inheritdoc cref="Kernel{T1}"/>
public sealed unsafe class Kernel<T1, T2, T3, T4, T5> : Kernel
    where T1 : struct
    where T2 : struct
    where T3 : struct
    where T4 : struct
    where T5 : struct
{
    internal Kernel(Device device, MethodInfo method, JitOptions options)
        : base(device, method, options, [ArgumentWriter<T1>.Shape, ArgumentWriter<T2>.Shape, ArgumentWriter<T3>.Shape, ArgumentWriter<T4>.Shape, ArgumentWriter<T5>.Shape])
    {
    }

    /// <inheritdoc cref="Kernel{T1}.Launch(DeviceStream, T1)"/>
    [SkipLocalsInit]
    public void Launch(DeviceStream stream, T1 extent, T2 argument2, T3 argument3, T4 argument4, T5 argument5)
    {
        byte* start = stackalloc byte[BlockBytes];
        ParameterBlock block = new(this, stream, start);
        block.Add(ref extent);
        block.Add(ref argument2);
        block.Add(ref argument3);
        block.Add(ref argument4);
        block.Add(ref argument5);
        EnqueueExtent(ref block, ref extent);
        ParameterBlock.Hold(ref argument2);
        ParameterBlock.Hold(ref argument3);
        ParameterBlock.Hold(ref argument4);
        ParameterBlock.Hold(ref argument5);
    }

    /// <inheritdoc cref="Kernel{T1}.Launch(DeviceStream, KernelConfig, T1)"/>
    [SkipLocalsInit]
    public void Launch(DeviceStream stream, KernelConfig config, T1 argument1, T2 argument2, T3 argument3, T4 argument4, T5 argument5)
    {
        byte* start = stackalloc byte[BlockBytes];
        ParameterBlock block = new(this, stream, start);
        block.Add(ref argument1);
        block.Add(ref argument2);
        block.Add(ref argument3);
        block.Add(ref argument4);
        block.Add(ref argument5);
        EnqueueGroups(ref block, config);
        ParameterBlock.Hold(ref argument1);
        ParameterBlock.Hold(ref argument2);
        ParameterBlock.Hold(ref argument3);
        ParameterBlock.Hold(ref argument4);
        ParameterBlock.Hold(ref argument5);
    }
}

/// <inheritdoc cref="Kernel{T1}"/>
public sealed unsafe class Kernel<T1, T2, T3, T4, T5, T6> : Kernel
    where T1 : struct
    where T2 : struct
    where T3 : struct
    where T4 : struct
    where T5 : struct
    where T6 : struct
{
    internal Kernel(Device device, MethodInfo method, JitOptions options)
        : base(device, method, options, [ArgumentWriter<T1>.Shape, ArgumentWriter<T2>.Shape, ArgumentWriter<T3>.Shape, ArgumentWriter<T4>.Shape, ArgumentWriter<T5>.Shape, ArgumentWriter<T6>.Shape])
    {
    }

    /// <inheritdoc cref="Kernel{T1}.Launch(DeviceStream, T1)"/>
    [SkipLocalsInit]
    public void Launch(DeviceStream stream, T1 extent, T2 argument2, T3 argument3, T4 argument4, T5 argument5, T6 argument6)
    {
        byte* start = stackalloc byte[BlockBytes];
        ParameterBlock block = new(this, stream, start);
        block.Add(ref extent);
        block.Add(ref argument2);
        block.Add(ref argument3);
        block.Add(ref argument4);
        block.Add(ref argument5);
        block.Add(ref argument6);
        EnqueueExtent(ref block, ref extent);
        ParameterBlock.Hold(ref argument2);
        ParameterBlock.Hold(ref argument3);
        ParameterBlock.Hold(ref argument4);
        ParameterBlock.Hold(ref argument5);
        ParameterBlock.Hold(ref argument6);
    }

    /// <inheritdoc cref="Kernel{T1}.Launch(DeviceStream, KernelConfig, T1)"/>
    [SkipLocalsInit]
    public void Launch(DeviceStream stream, KernelConfig config, T1 argument1, T2 argument2, T3 argument3, T4 argument4, T5 argument5, T6 argument6)
    {
        byte* start = stackalloc byte[BlockBytes];
        ParameterBlock block = new(this, stream, start);
        block.Add(ref argument1);
        block.Add(ref argument2);
        block.Add(ref argument3);
        block.Add(ref argument4);
        block.Add(ref argument5);
        block.Add(ref argument6);
        EnqueueGroups(ref block, config);
        ParameterBlock.Hold(ref argument1);
        ParameterBlock.Hold(ref argument2);
        ParameterBlock.Hold(ref argument3);
        ParameterBlock.Hold(ref argument4);
        ParameterBlock.Hold(ref argument5);
        ParameterBlock.Hold(ref argument6);
    }
}

/// <inheritdoc cref="Kernel{T1}"/>
public sealed unsafe class Kernel<T1, T2, T3, T4, T5, T6, T7> : Kernel
    where T1 : struct
    where T2 : struct
    where T3 : struct
    where T4 : struct
    where T5 : struct
    where T6 : struct
    where T7 : struct
{
    internal Kernel(Device device, MethodInfo method, JitOptions options)
        : base(device, method, options, [ArgumentWriter<T1>.Shape, ArgumentWriter<T2>.Shape, ArgumentWriter<T3>.Shape, ArgumentWriter<T4>.Shape, ArgumentWriter<T5>.Shape, ArgumentWriter<T6>.Shape, ArgumentWriter<T7>.Shape])
    {
    }

    /// <inheritdoc cref="Kernel{T1}.Launch(DeviceStream, T1)"/>
    [SkipLocalsInit]
    public void Launch(DeviceStream stream, T1 extent, T2 argument2, T3 argument3, T4 argument4, T5 argument5, T6 argument6, T7 argument7)
    {
        byte* start = stackalloc byte[BlockBytes];
        ParameterBlock block = new(this, stream, start);
        block.Add(ref extent);
        block.Add(ref argument2);
        block.Add(ref argument3);
        block.Add(ref argument4);
        block.Add(ref argument5);
        block.Add(ref argument6);
        block.Add(ref argument7);
        EnqueueExtent(ref block, ref extent);
        ParameterBlock.Hold(ref argument2);
        ParameterBlock.Hold(ref argument3);
        ParameterBlock.Hold(ref argument4);
        ParameterBlock.Hold(ref argument5);
        ParameterBlock.Hold(ref argument6);
        ParameterBlock.Hold(ref argument7);
    }

    /// <inheritdoc cref="Kernel{T1}.Launch(DeviceStream, KernelConfig, T1)"/>
    [SkipLocalsInit]
    public void Launch(DeviceStream stream, KernelConfig config, T1 argument1, T2 argument2, T3 argument3, T4 argument4, T5 argument5, T6 argument6, T7 argument7)
    {
        byte* start = stackalloc byte[BlockBytes];
        ParameterBlock block = new(this, stream, start);
        block.Add(ref argument1);
        block.Add(ref argument2);
        block.Add(ref argument3);
        block.Add(ref argument4);
        block.Add(ref argument5);
        block.Add(ref argument6);
        block.Add(ref argument7);
        EnqueueGroups(ref block, config);
        ParameterBlock.Hold(ref argument1);
        ParameterBlock.Hold(ref argument2);
        ParameterBlock.Hold(ref argument3);
        ParameterBlock.Hold(ref argument4);
        ParameterBlock.Hold(ref argument5);
        ParameterBlock.Hold(ref argument6);
        ParameterBlock.Hold(ref argument7);
    }
}

/// <inheritdoc cref="Kernel{T1}"/>
public sealed unsafe class Kernel<T1, T2, T3, T4, T5, T6, T7, T8> : Kernel
    where T1 : struct
    where T2 : struct
    where T3 : struct
    where T4 : struct
    where T5 : struct
    where T6 : struct
    where T7 : struct
    where T8 : struct
{
    internal Kernel(Device device, MethodInfo method, JitOptions options)
        : base(device, method, options, [ArgumentWriter<T1>.Shape, ArgumentWriter<T2>.Shape, ArgumentWriter<T3>.Shape, ArgumentWriter<T4>.Shape, ArgumentWriter<T5>.Shape, ArgumentWriter<T6>.Shape, ArgumentWriter<T7>.Shape, ArgumentWriter<T8>.Shape])
    {
    }

    /// <inheritdoc cref="Kernel{T1}.Launch(DeviceStream, T1)"/>
    [SkipLocalsInit]
    public void Launch(DeviceStream stream, T1 extent, T2 argument2, T3 argument3, T4 argument4, T5 argument5, T6 argument6, T7 argument7, T8 argument8)
    {
        byte* start = stackalloc byte[BlockBytes];
        ParameterBlock block = new(this, stream, start);
        block.Add(ref extent);
        block.Add(ref argument2);
        block.Add(ref argument3);
        block.Add(ref argument4);
        block.Add(ref argument5);
        block.Add(ref argument6);
        block.Add(ref argument7);
        block.Add(ref argument8);
        EnqueueExtent(ref block, ref extent);
        ParameterBlock.Hold(ref argument2);
        ParameterBlock.Hold(ref argument3);
        ParameterBlock.Hold(ref argument4);
        ParameterBlock.Hold(ref argument5);
        ParameterBlock.Hold(ref argument6);
        ParameterBlock.Hold(ref argument7);
        ParameterBlock.Hold(ref argument8);
    }

    /// <inheritdoc cref="Kernel{T1}.Launch(DeviceStream, KernelConfig, T1)"/>
    [SkipLocalsInit]
    public void Launch(DeviceStream stream, KernelConfig config, T1 argument1, T2 argument2, T3 argument3, T4 argument4, T5 argument5, T6 argument6, T7 argument7, T8 argument8)
    {
        byte* start = stackalloc byte[BlockBytes];
        ParameterBlock block = new(this, stream, start);
        block.Add(ref argument1);
        block.Add(ref argument2);
        block.Add(ref argument3);
        block.Add(ref argument4);
        block.Add(ref argument5);
        block.Add(ref argument6);
        block.Add(ref argument7);
        block.Add(ref argument8);
        EnqueueGroups(ref block, config);
        ParameterBlock.Hold(ref argument1);
        ParameterBlock.Hold(ref argument2);
        ParameterBlock.Hold(ref argument3);
        ParameterBlock.Hold(ref argument4);
        ParameterBlock.Hold(ref argument5);
        ParameterBlock.Hold(ref argument6);
        ParameterBlock.Hold(ref argument7);
        ParameterBlock.Hold(ref argument8);
    }
}

/// <inheritdoc cref="Kernel{T1}"/>
public sealed unsafe class Kernel<T1, T2, T3, T4, T5, T6, T7, T8, T9> : Kernel
    where T1 : struct
    where T2 : struct
    where T3 : struct
    where T4 : struct
    where T5 : struct
    where T6 : struct
    where T7 : struct
    where T8 : struct
    where T9 : struct
{
    internal Kernel(Device device, MethodInfo method, JitOptions options)
        : base(device, method, options, [ArgumentWriter<T1>.Shape, ArgumentWriter<T2>.Shape, ArgumentWriter<T3>.Shape, ArgumentWriter<T4>.Shape, ArgumentWriter<T5>.Shape, ArgumentWriter<T6>.Shape, ArgumentWriter<T7>.Shape, ArgumentWriter<T8>.Shape, ArgumentWriter<T9>.Shape])
    {
    }

    /// <inheritdoc cref="Kernel{T1}.Launch(DeviceStream, T1)"/>
    [SkipLocalsInit]
    public void Launch(DeviceStream stream, T1 extent, T2 argument2, T3 argument3, T4 argument4, T5 argument5, T6 argument6, T7 argument7, T8 argument8, T9 argument9)
    {
        byte* start = stackalloc byte[BlockBytes];
        ParameterBlock block = new(this, stream, start);
        block.Add(ref extent);
        block.Add(ref argument2);
        block.Add(ref argument3);
        block.Add(ref argument4);
        block.Add(ref argument5);
        block.Add(ref argument6);
        block.Add(ref argument7);
        block.Add(ref argument8);
        block.Add(ref argument9);
        EnqueueExtent(ref block, ref extent);
        ParameterBlock.Hold(ref argument2);
        ParameterBlock.Hold(ref argument3);
        ParameterBlock.Hold(ref argument4);
        ParameterBlock.Hold(ref argument5);
        ParameterBlock.Hold(ref argument6);
        ParameterBlock.Hold(ref argument7);
        ParameterBlock.Hold(ref argument8);
        ParameterBlock.Hold(ref argument9);
    }

    /// <inheritdoc cref="Kernel{T1}.Launch(DeviceStream, KernelConfig, T1)"/>
    [SkipLocalsInit]
    public void Launch(DeviceStream stream, KernelConfig config, T1 argument1, T2 argument2, T3 argument3, T4 argument4, T5 argument5, T6 argument6, T7 argument7, T8 argument8, T9 argument9)
    {
        byte* start = stackalloc byte[BlockBytes];
        ParameterBlock block = new(this, stream, start);
        block.Add(ref argument1);
        block.Add(ref argument2);
        block.Add(ref argument3);
        block.Add(ref argument4);
        block.Add(ref argument5);
        block.Add(ref argument6);
        block.Add(ref argument7);
        block.Add(ref argument8);
        block.Add(ref argument9);
        EnqueueGroups(ref block, config);
        ParameterBlock.Hold(ref argument1);
        ParameterBlock.Hold(ref argument2);
        ParameterBlock.Hold(ref argument3);
        ParameterBlock.Hold(ref argument4);
        ParameterBlock.Hold(ref argument5);
        ParameterBlock.Hold(ref argument6);
        ParameterBlock.Hold(ref argument7);
        ParameterBlock.Hold(ref argument8);
        ParameterBlock.Hold(ref argument9);
    }
}

/// <inheritdoc cref="Kernel{T1}"/>
public sealed unsafe class Kernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> : Kernel
    where T1 : struct
    where T2 : struct
    where T3 : struct
    where T4 : struct
    where T5 : struct
    where T6 : struct
    where T7 : struct
    where T8 : struct
    where T9 : struct
    where T10 : struct
{
    internal Kernel(Device device, MethodInfo method, JitOptions options)
        : base(device, method, options, [ArgumentWriter<T1>.Shape, ArgumentWriter<T2>.Shape, ArgumentWriter<T3>.Shape, ArgumentWriter<T4>.Shape, ArgumentWriter<T5>.Shape, ArgumentWriter<T6>.Shape, ArgumentWriter<T7>.Shape, ArgumentWriter<T8>.Shape, ArgumentWriter<T9>.Shape, ArgumentWriter<T10>.Shape])
    {
    }

    /// <inheritdoc cref="Kernel{T1}.Launch(DeviceStream, T1)"/>
    [SkipLocalsInit]
    public void Launch(DeviceStream stream, T1 extent, T2 argument2, T3 argument3, T4 argument4, T5 argument5, T6 argument6, T7 argument7, T8 argument8, T9 argument9, T10 argument10)
    {
        byte* start = stackalloc byte[BlockBytes];
        ParameterBlock block = new(this, stream, start);
        block.Add(ref extent);
        block.Add(ref argument2);
        block.Add(ref argument3);
        block.Add(ref argument4);
        block.Add(ref argument5);
        block.Add(ref argument6);
        block.Add(ref argument7);
        block.Add(ref argument8);
        block.Add(ref argument9);
        block.Add(ref argument10);
        EnqueueExtent(ref block, ref extent);
        ParameterBlock.Hold(ref argument2);
        ParameterBlock.Hold(ref argument3);
        ParameterBlock.Hold(ref argument4);
        ParameterBlock.Hold(ref argument5);
        ParameterBlock.Hold(ref argument6);
        ParameterBlock.Hold(ref argument7);
        ParameterBlock.Hold(ref argument8);
        ParameterBlock.Hold(ref argument9);
        ParameterBlock.Hold(ref argument10);
    }

    /// <inheritdoc cref="Kernel{T1}.Launch(DeviceStream, KernelConfig, T1)"/>
    [SkipLocalsInit]
    public void Launch(DeviceStream stream, KernelConfig config, T1 argument1, T2 argument2, T3 argument3, T4 argument4, T5 argument5, T6 argument6, T7 argument7, T8 argument8, T9 argument9, T10 argument10)
    {
        byte* start = stackalloc byte[BlockBytes];
        ParameterBlock block = new(this, stream, start);
        block.Add(ref argument1);
        block.Add(ref argument2);
        block.Add(ref argument3);
        block.Add(ref argument4);
        block.Add(ref argument5);
        block.Add(ref argument6);
        block.Add(ref argument7);
        block.Add(ref argument8);
        block.Add(ref argument9);
        block.Add(ref argument10);
        EnqueueGroups(ref block, config);
        ParameterBlock.Hold(ref argument1);
        ParameterBlock.Hold(ref argument2);
        ParameterBlock.Hold(ref argument3);
        ParameterBlock.Hold(ref argument4);
        ParameterBlock.Hold(ref argument5);
        ParameterBlock.Hold(ref argument6);
        ParameterBlock.Hold(ref argument7);
        ParameterBlock.Hold(ref argument8);
        ParameterBlock.Hold(ref argument9);
        ParameterBlock.Hold(ref argument10);
    }
}

/// <inheritdoc cref="Kernel{T1}"/>
public sealed unsafe class Kernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> : Kernel
    where T1 : struct
    where T2 : struct
    where T3 : struct
    where T4 : struct
    where T5 : struct
    where T6 : struct
    where T7 : struct
    where T8 : struct
    where T9 : struct
    where T10 : struct
    where T11 : struct
{
    internal Kernel(Device device, MethodInfo method, JitOptions options)
        : base(device, method, options, [ArgumentWriter<T1>.Shape, ArgumentWriter<T2>.Shape, ArgumentWriter<T3>.Shape, ArgumentWriter<T4>.Shape, ArgumentWriter<T5>.Shape, ArgumentWriter<T6>.Shape, ArgumentWriter<T7>.Shape, ArgumentWriter<T8>.Shape, ArgumentWriter<T9>.Shape, ArgumentWriter<T10>.Shape, ArgumentWriter<T11>.Shape])
    {
    }

    /// <inheritdoc cref="Kernel{T1}.Launch(DeviceStream, T1)"/>
    [SkipLocalsInit]
    public void Launch(DeviceStream stream, T1 extent, T2 argument2, T3 argument3, T4 argument4, T5 argument5, T6 argument6, T7 argument7, T8 argument8, T9 argument9, T10 argument10, T11 argument11)
    {
        byte* start = stackalloc byte[BlockBytes];
        ParameterBlock block = new(this, stream, start);
        block.Add(ref extent);
        block.Add(ref argument2);
        block.Add(ref argument3);
        block.Add(ref argument4);
        block.Add(ref argument5);
        block.Add(ref argument6);
        block.Add(ref argument7);
        block.Add(ref argument8);
        block.Add(ref argument9);
        block.Add(ref argument10);
        block.Add(ref argument11);
        EnqueueExtent(ref block, ref extent);
        ParameterBlock.Hold(ref argument2);
        ParameterBlock.Hold(ref argument3);
        ParameterBlock.Hold(ref argument4);
        ParameterBlock.Hold(ref argument5);
        ParameterBlock.Hold(ref argument6);
        ParameterBlock.Hold(ref argument7);
        ParameterBlock.Hold(ref argument8);
        ParameterBlock.Hold(ref argument9);
        ParameterBlock.Hold(ref argument10);
        ParameterBlock.Hold(ref argument11);
    }

    /// <inheritdoc cref="Kernel{T1}.Launch(DeviceStream, KernelConfig, T1)"/>
    [SkipLocalsInit]
    public void Launch(DeviceStream stream, KernelConfig config, T1 argument1, T2 argument2, T3 argument3, T4 argument4, T5 argument5, T6 argument6, T7 argument7, T8 argument8, T9 argument9, T10 argument10, T11 argument11)
    {
        byte* start = stackalloc byte[BlockBytes];
        ParameterBlock block = new(this, stream, start);
        block.Add(ref argument1);
        block.Add(ref argument2);
        block.Add(ref argument3);
        block.Add(ref argument4);
        block.Add(ref argument5);
        block.Add(ref argument6);
        block.Add(ref argument7);
        block.Add(ref argument8);
        block.Add(ref argument9);
        block.Add(ref argument10);
        block.Add(ref argument11);
        EnqueueGroups(ref block, config);
        ParameterBlock.Hold(ref argument1);
        ParameterBlock.Hold(ref argument2);
        ParameterBlock.Hold(ref argument3);
        ParameterBlock.Hold(ref argument4);
        ParameterBlock.Hold(ref argument5);
        ParameterBlock.Hold(ref argument6);
        ParameterBlock.Hold(ref argument7);
        ParameterBlock.Hold(ref argument8);
        ParameterBlock.Hold(ref argument9);
        ParameterBlock.Hold(ref argument10);
        ParameterBlock.Hold(ref argument11);
    }
}

/// <inheritdoc cref="Kernel{T1}"/>
public sealed unsafe class Kernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> : Kernel
    where T1 : struct
    where T2 : struct
    where T3 : struct
    where T4 : struct
    where T5 : struct
    where T6 : struct
    where T7 : struct
    where T8 : struct
    where T9 : struct
    where T10 : struct
    where T11 : struct
    where T12 : struct
{
    internal Kernel(Device device, MethodInfo method, JitOptions options)
        : base(device, method, options, [ArgumentWriter<T1>.Shape, ArgumentWriter<T2>.Shape, ArgumentWriter<T3>.Shape, ArgumentWriter<T4>.Shape, ArgumentWriter<T5>.Shape, ArgumentWriter<T6>.Shape, ArgumentWriter<T7>.Shape, ArgumentWriter<T8>.Shape, ArgumentWriter<T9>.Shape, ArgumentWriter<T10>.Shape, ArgumentWriter<T11>.Shape, ArgumentWriter<T12>.Shape])
    {
    }

    /// <inheritdoc cref="Kernel{T1}.Launch(DeviceStream, T1)"/>
    [SkipLocalsInit]
    public void Launch(DeviceStream stream, T1 extent, T2 argument2, T3 argument3, T4 argument4, T5 argument5, T6 argument6, T7 argument7, T8 argument8, T9 argument9, T10 argument10, T11 argument11, T12 argument12)
    {
        byte* start = stackalloc byte[BlockBytes];
        ParameterBlock block = new(this, stream, start);
        block.Add(ref extent);
        block.Add(ref argument2);
        block.Add(ref argument3);
        block.Add(ref argument4);
        block.Add(ref argument5);
        block.Add(ref argument6);
        block.Add(ref argument7);
        block.Add(ref argument8);
        block.Add(ref argument9);
        block.Add(ref argument10);
        block.Add(ref argument11);
        block.Add(ref argument12);
        EnqueueExtent(ref block, ref extent);
        ParameterBlock.Hold(ref argument2);
        ParameterBlock.Hold(ref argument3);
        ParameterBlock.Hold(ref argument4);
        ParameterBlock.Hold(ref argument5);
        ParameterBlock.Hold(ref argument6);
        ParameterBlock.Hold(ref argument7);
        ParameterBlock.Hold(ref argument8);
        ParameterBlock.Hold(ref argument9);
        ParameterBlock.Hold(ref argument10);
        ParameterBlock.Hold(ref argument11);
        ParameterBlock.Hold(ref argument12);
    }

    /// <inheritdoc cref="Kernel{T1}.Launch(DeviceStream, KernelConfig, T1)"/>
    [SkipLocalsInit]
    public void Launch(DeviceStream stream, KernelConfig config, T1 argument1, T2 argument2, T3 argument3, T4 argument4, T5 argument5, T6 argument6, T7 argument7, T8 argument8, T9 argument9, T10 argument10, T11 argument11, T12 argument12)
    {
        byte* start = stackalloc byte[BlockBytes];
        ParameterBlock block = new(this, stream, start);
        block.Add(ref argument1);
        block.Add(ref argument2);
        block.Add(ref argument3);
        block.Add(ref argument4);
        block.Add(ref argument5);
        block.Add(ref argument6);
        block.Add(ref argument7);
        block.Add(ref argument8);
        block.Add(ref argument9);
        block.Add(ref argument10);
        block.Add(ref argument11);
        block.Add(ref argument12);
        EnqueueGroups(ref block, config);
        ParameterBlock.Hold(ref argument1);
        ParameterBlock.Hold(ref argument2);
        ParameterBlock.Hold(ref argument3);
        ParameterBlock.Hold(ref argument4);
        ParameterBlock.Hold(ref argument5);
        ParameterBlock.Hold(ref argument6);
        ParameterBlock.Hold(ref argument7);
        ParameterBlock.Hold(ref argument8);
        ParameterBlock.Hold(ref argument9);
        ParameterBlock.Hold(ref argument10);
        ParameterBlock.Hold(ref argument11);
        ParameterBlock.Hold(ref argument12);
    }
}

/// <inheritdoc cref="Kernel{T1}"/>
public sealed unsafe class Kernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> : Kernel
    where T1 : struct
    where T2 : struct
    where T3 : struct
    where T4 : struct
    where T5 : struct
    where T6 : struct
    where T7 : struct
    where T8 : struct
    where T9 : struct
    where T10 : struct
    where T11 : struct
    where T12 : struct
    where T13 : struct
{
    internal Kernel(Device device, MethodInfo method, JitOptions options)
        : base(device, method, options, [ArgumentWriter<T1>.Shape, ArgumentWriter<T2>.Shape, ArgumentWriter<T3>.Shape, ArgumentWriter<T4>.Shape, ArgumentWriter<T5>.Shape, ArgumentWriter<T6>.Shape, ArgumentWriter<T7>.Shape, ArgumentWriter<T8>.Shape, ArgumentWriter<T9>.Shape, ArgumentWriter<T10>.Shape, ArgumentWriter<T11>.Shape, ArgumentWriter<T12>.Shape, ArgumentWriter<T13>.Shape])
    {
    }

    /// <inheritdoc cref="Kernel{T1}.Launch(DeviceStream, T1)"/>
    [SkipLocalsInit]
    public void Launch(DeviceStream stream, T1 extent, T2 argument2, T3 argument3, T4 argument4, T5 argument5, T6 argument6, T7 argument7, T8 argument8, T9 argument9, T10 argument10, T11 argument11, T12 argument12, T13 argument13)
    {
        byte* start = stackalloc byte[BlockBytes];
        ParameterBlock block = new(this, stream, start);
        block.Add(ref extent);
        block.Add(ref argument2);
        block.Add(ref argument3);
        block.Add(ref argument4);
        block.Add(ref argument5);
        block.Add(ref argument6);
        block.Add(ref argument7);
        block.Add(ref argument8);
        block.Add(ref argument9);
        block.Add(ref argument10);
        block.Add(ref argument11);
        block.Add(ref argument12);
        block.Add(ref argument13);
        EnqueueExtent(ref block, ref extent);
        ParameterBlock.Hold(ref argument2);
        ParameterBlock.Hold(ref argument3);
        ParameterBlock.Hold(ref argument4);
        ParameterBlock.Hold(ref argument5);
        ParameterBlock.Hold(ref argument6);
        ParameterBlock.Hold(ref argument7);
        ParameterBlock.Hold(ref argument8);
        ParameterBlock.Hold(ref argument9);
        ParameterBlock.Hold(ref argument10);
        ParameterBlock.Hold(ref argument11);
        ParameterBlock.Hold(ref argument12);
        ParameterBlock.Hold(ref argument13);
    }

    /// <inheritdoc cref="Kernel{T1}.Launch(DeviceStream, KernelConfig, T1)"/>
    [SkipLocalsInit]
    public void Launch(DeviceStream stream, KernelConfig config, T1 argument1, T2 argument2, T3 argument3, T4 argument4, T5 argument5, T6 argument6, T7 argument7, T8 argument8, T9 argument9, T10 argument10, T11 argument11, T12 argument12, T13 argument13)
    {
        byte* start = stackalloc byte[BlockBytes];
        ParameterBlock block = new(this, stream, start);
        block.Add(ref argument1);
        block.Add(ref argument2);
        block.Add(ref argument3);
        block.Add(ref argument4);
        block.Add(ref argument5);
        block.Add(ref argument6);
        block.Add(ref argument7);
        block.Add(ref argument8);
        block.Add(ref argument9);
        block.Add(ref argument10);
        block.Add(ref argument11);
        block.Add(ref argument12);
        block.Add(ref argument13);
        EnqueueGroups(ref block, config);
        ParameterBlock.Hold(ref argument1);
        ParameterBlock.Hold(ref argument2);
        ParameterBlock.Hold(ref argument3);
        ParameterBlock.Hold(ref argument4);
        ParameterBlock.Hold(ref argument5);
        ParameterBlock.Hold(ref argument6);
        ParameterBlock.Hold(ref argument7);
        ParameterBlock.Hold(ref argument8);
        ParameterBlock.Hold(ref argument9);
        ParameterBlock.Hold(ref argument10);
        ParameterBlock.Hold(ref argument11);
        ParameterBlock.Hold(ref argument12);
        ParameterBlock.Hold(ref argument13);
    }
}

/// <inheritdoc cref="Kernel{T1}"/>
public sealed unsafe class Kernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14> : Kernel
    where T1 : struct
    where T2 : struct
    where T3 : struct
    where T4 : struct
    where T5 : struct
    where T6 : struct
    where T7 : struct
    where T8 : struct
    where T9 : struct
    where T10 : struct
    where T11 : struct
    where T12 : struct
    where T13 : struct
    where T14 : struct
{
    internal Kernel(Device device, MethodInfo method, JitOptions options)
        : base(device, method, options, [ArgumentWriter<T1>.Shape, ArgumentWriter<T2>.Shape, ArgumentWriter<T3>.Shape, ArgumentWriter<T4>.Shape, ArgumentWriter<T5>.Shape, ArgumentWriter<T6>.Shape, ArgumentWriter<T7>.Shape, ArgumentWriter<T8>.Shape, ArgumentWriter<T9>.Shape, ArgumentWriter<T10>.Shape, ArgumentWriter<T11>.Shape, ArgumentWriter<T12>.Shape, ArgumentWriter<T13>.Shape, ArgumentWriter<T14>.Shape])
    {
    }

    /// <inheritdoc cref="Kernel{T1}.Launch(DeviceStream, T1)"/>
    [SkipLocalsInit]
    public void Launch(DeviceStream stream, T1 extent, T2 argument2, T3 argument3, T4 argument4, T5 argument5, T6 argument6, T7 argument7, T8 argument8, T9 argument9, T10 argument10, T11 argument11, T12 argument12, T13 argument13, T14 argument14)
    {
        byte* start = stackalloc byte[BlockBytes];
        ParameterBlock block = new(this, stream, start);
        block.Add(ref extent);
        block.Add(ref argument2);
        block.Add(ref argument3);
        block.Add(ref argument4);
        block.Add(ref argument5);
        block.Add(ref argument6);
        block.Add(ref argument7);
        block.Add(ref argument8);
        block.Add(ref argument9);
        block.Add(ref argument10);
        block.Add(ref argument11);
        block.Add(ref argument12);
        block.Add(ref argument13);
        block.Add(ref argument14);
        EnqueueExtent(ref block, ref extent);
        ParameterBlock.Hold(ref argument2);
        ParameterBlock.Hold(ref argument3);
        ParameterBlock.Hold(ref argument4);
        ParameterBlock.Hold(ref argument5);
        ParameterBlock.Hold(ref argument6);
        ParameterBlock.Hold(ref argument7);
        ParameterBlock.Hold(ref argument8);
        ParameterBlock.Hold(ref argument9);
        ParameterBlock.Hold(ref argument10);
        ParameterBlock.Hold(ref argument11);
        ParameterBlock.Hold(ref argument12);
        ParameterBlock.Hold(ref argument13);
        ParameterBlock.Hold(ref argument14);
    }

    /// <inheritdoc cref="Kernel{T1}.Launch(DeviceStream, KernelConfig, T1)"/>
    [SkipLocalsInit]
    public void Launch(DeviceStream stream, KernelConfig config, T1 argument1, T2 argument2, T3 argument3, T4 argument4, T5 argument5, T6 argument6, T7 argument7, T8 argument8, T9 argument9, T10 argument10, T11 argument11, T12 argument12, T13 argument13, T14 argument14)
    {
        byte* start = stackalloc byte[BlockBytes];
        ParameterBlock block = new(this, stream, start);
        block.Add(ref argument1);
        block.Add(ref argument2);
        block.Add(ref argument3);
        block.Add(ref argument4);
        block.Add(ref argument5);
        block.Add(ref argument6);
        block.Add(ref argument7);
        block.Add(ref argument8);
        block.Add(ref argument9);
        block.Add(ref argument10);
        block.Add(ref argument11);
        block.Add(ref argument12);
        block.Add(ref argument13);
        block.Add(ref argument14);
        EnqueueGroups(ref block, config);
        ParameterBlock.Hold(ref argument1);
        ParameterBlock.Hold(ref argument2);
        ParameterBlock.Hold(ref argument3);
        ParameterBlock.Hold(ref argument4);
        ParameterBlock.Hold(ref argument5);
        ParameterBlock.Hold(ref argument6);
        ParameterBlock.Hold(ref argument7);
        ParameterBlock.Hold(ref argument8);
        ParameterBlock.Hold(ref argument9);
        ParameterBlock.Hold(ref argument10);
        ParameterBlock.Hold(ref argument11);
        ParameterBlock.Hold(ref argument12);
        ParameterBlock.Hold(ref argument13);
        ParameterBlock.Hold(ref argument14);
    }
}
