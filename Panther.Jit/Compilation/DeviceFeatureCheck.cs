using Panther.Jit.IR;
using Panther.Jit.Runtime;

namespace Panther.Jit.Compilation;

/// <summary>Holds a kernel against what its device can do.</summary>
internal static class DeviceFeatureCheck
{
    /// <exception cref="KernelCompilationException">The kernel has an instruction that the device lacks; the message names both.</exception>
    public static void Run(KernelFunction function, Device device)
    {
        foreach (Block block in function.Blocks)
        {
            foreach (Instruction instruction in block.Instructions)
            {
                if (instruction is DeviceInstruction { Info: var info } && !device.Supports(info.Feature))
                {
                    string place = instruction.Location is { } location ? $" ({location})" : string.Empty;
                    throw new KernelCompilationException(
                        $"{function.Name}{place}: uses {info.Name}, which needs {nameof(DeviceFeature)}.{info.Feature}; {device.Id} ({device.Name}) does not have it. "
                        + $"Ask Device.Supports(DeviceFeature.{info.Feature}) first, and launch a kernel without it there.");
                }
            }
        }
    }
}
