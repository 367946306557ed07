using System.Reflection;
using System.Runtime.CompilerServices;
using Panther.Jit.Compilation;
using Panther.Jit.Dialect;

namespace Panther.Jit.Runtime.Cpu;

/// <summary>A kernel that runs as the C# method that it is.</summary>
/// <param name="device">The device.</param>
/// <param name="request">The method and its specialised values.</param>
/// <param name="meets">Whether threads of a group wait for each other.</param>
internal sealed class SequentialKernel(Device device, KernelRequest request, bool meets) : CompiledKernel(device, request.Name)
{
    private readonly ParameterInfo[] parameters = request.Method.GetParameters();

    /// <inheritdoc/>
    public override void Launch(DeviceStream stream, in KernelConfig config, ReadOnlySpan<byte> parameterBlock)
    {
        byte[] block = parameterBlock.ToArray();
        KernelConfig launch = config;
        stream.EnqueueHostRoutine(Name, new HostRoutine<SequentialKernel>(this, (kernel, _) => kernel.Run(block, launch)));
    }

    private void Run(byte[] block, KernelConfig config)
    {
        var reader = new ArgumentReader(block);
        var arguments = new object[parameters.Length];
        for (int i = 0; i < arguments.Length; i++)
        {
            Type type = parameters[i].ParameterType;
            arguments[i] = ArgumentLayout.IsSpecialized(type) ? Activator.CreateInstance(type, request.Specialized[i])! : reader.Read(type);
        }

        HostThread.Run(config, () => Call(arguments), meets);
    }

    /// <summary>Calls the method for the running thread, if it is inside the extent of the launch.</summary>
    private void Call(object[] arguments)
    {
        object[] own = [.. arguments];
        if (request.Form == KernelForm.Implicit)
        {
            HostThread thread = HostThread.Current;
            long[] place =
            [
                ((long)thread.Group.X * thread.GroupDim.X) + thread.Thread.X,
                ((long)thread.Group.Y * thread.GroupDim.Y) + thread.Thread.Y,
                ((long)thread.Group.Z * thread.GroupDim.Z) + thread.Thread.Z,
            ];
            IReadOnlyList<FieldInfo> fields = ArgumentLayout.Fields(parameters[0].ParameterType);
            object index = RuntimeHelpers.GetUninitializedObject(parameters[0].ParameterType);
            for (int i = 0; i < fields.Count; i++)
            {
                if (place[i] >= Convert.ToInt64(fields[i].GetValue(arguments[0])))
                {
                    return;
                }

                fields[i].SetValue(index, Convert.ChangeType(place[i], fields[i].FieldType));
            }

            own[0] = index;
        }

        request.Method.Invoke(null, BindingFlags.DoNotWrapExceptions, null, own, null);
    }
}
