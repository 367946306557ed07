using System.Globalization;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;

namespace Panther.Tests.Kernels.Limits;

/// <summary>A compiler whose kernels do nothing but note that they are launched: what a launcher chooses can be seen for any device and any size.</summary>
internal sealed class LaunchRecorder : IKernelCompiler
{
    public List<string> Launches { get; } = [];

    public CompiledKernel Compile(Device device, KernelRequest request) => new Recording(this, device, request);

    private static string Name(Type type)
        => type.IsGenericType
            ? $"{type.Name[..type.Name.IndexOf('`')]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
            : type.Name;

    private sealed class Recording(LaunchRecorder recorder, Device device, KernelRequest request) : CompiledKernel(device, request.Name)
    {
        private readonly string text =
            $"{request.Name}<{string.Join(", ", request.Method.GetGenericArguments().Select(LaunchRecorder.Name))}>"
            + $"({string.Join(", ", request.Specialized.Where(value => value is not null).Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)))})"
            + $" for {request.Options.MaxThreadsPerGroup}, {request.Options.MinGroupsPerMultiprocessor}";

        public override void Launch(DeviceStream stream, in KernelConfig config, ReadOnlySpan<byte> parameterBlock)
        {
            // The groups of the others are the device's affair.
            if (request.Form == KernelForm.Explicit)
            {
                recorder.Launches.Add($"{text}: {Text(config.GridDim)} of {Text(config.GroupDim)}");
            }
        }

        private static string Text(Index3D extent) => $"{extent.X}×{extent.Y}×{extent.Z}";
    }
}
