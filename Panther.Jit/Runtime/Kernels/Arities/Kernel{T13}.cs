using System.Reflection;
using System.Runtime.CompilerServices;
using Panther.Jit.Dialect;

namespace Panther.Jit.Runtime;

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
