using Panther.Jit.Runtime;

namespace Panther.Jit.Compilation;

/// <summary>Compiles kernels for the devices of this process: front end, passes, and the device's backend.</summary>
internal sealed class KernelCompiler : IKernelCompiler
{
    /// <summary>The compiler that every device uses unless a test gives it another.</summary>
    public static KernelCompiler Instance { get; } = new();

    /// <inheritdoc/>
    public CompiledKernel Compile(Device device, KernelRequest request)
        => throw new NotSupportedException($"{device.Id} has no backend that could compile {request.Name}.");
}
