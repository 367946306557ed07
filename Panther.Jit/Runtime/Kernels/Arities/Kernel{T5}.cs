using System.Reflection;
using System.Runtime.CompilerServices;
using Panther.Jit.Dialect;

namespace Panther.Jit.Runtime;

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
