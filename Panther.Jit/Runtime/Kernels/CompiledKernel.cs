using Panther.Jit.Dialect;

namespace Panther.Jit.Runtime;

/// <summary>Code that a backend made for one device. Lives as long as the device.</summary>
internal abstract class CompiledKernel(Device device, string name)
{
    public Device Device { get; } = device;

    /// <summary>The kernel's name, for messages.</summary>
    public string Name { get; } = name;

    /// <summary>The indices that one thread of an implicitly grouped kernel does: a launch needs that many times fewer groups.</summary>
    public virtual int IndicesPerThread => 1;

    /// <summary>Enqueues a launch. Does not block; the parameter block may be reused on return.</summary>
    /// <param name="stream">A stream of <see cref="Device"/>.</param>
    /// <param name="config">Groups and threads, each at least one in every direction.</param>
    /// <param name="parameterBlock">The arguments' scalar leaves, each at its natural alignment; the block itself is aligned to 16 bytes.</param>
    public abstract void Launch(DeviceStream stream, in KernelConfig config, ReadOnlySpan<byte> parameterBlock);
}
