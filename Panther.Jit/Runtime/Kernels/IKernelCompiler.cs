namespace Panther.Jit.Runtime;

/// <summary>Turns methods into code for a device: the seam between runtime and compiler.</summary>
internal interface IKernelCompiler
{
    /// <summary>Compiles a kernel for a device. Called once for each kernel, specialisation and options; may be called from several threads.</summary>
    CompiledKernel Compile(Device device, KernelRequest request);
}
