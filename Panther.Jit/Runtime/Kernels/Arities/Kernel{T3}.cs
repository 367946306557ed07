using System.Reflection;
using System.Runtime.CompilerServices;
using Panther.Jit.Dialect;

namespace Panther.Jit.Runtime;

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
