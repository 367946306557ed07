using Panther.Jit.Dialect;

namespace Panther.Jit.Runtime;

/// <summary>One piece of work that a capture recorded, to be enqueued any number of times.</summary>
internal abstract class RecordedCommand
{
    /// <summary>Enqueues the work on a stream of the device it was recorded for. Checks nothing and allocates nothing.</summary>
    public abstract void Enqueue(DeviceStream stream);

    /// <summary>A kernel with its arguments.</summary>
    public sealed class Launch(CompiledKernel code, KernelConfig config, byte[] parameters) : RecordedCommand
    {
        public string Name => code.Name;

        public override void Enqueue(DeviceStream stream) => code.Launch(stream, config, parameters);
    }

    /// <summary>A copy within the device.</summary>
    public sealed class Copy(nint source, nint destination, long bytes) : RecordedCommand
    {
        public override void Enqueue(DeviceStream stream) => stream.CopyOnDevice(source, destination, bytes);
    }

    /// <summary>A fill with one element.</summary>
    public sealed class Fill(nint destination, long count, byte[] element) : RecordedCommand
    {
        public override void Enqueue(DeviceStream stream) => stream.FillOnDevice(destination, count, element);
    }

    /// <summary>A routine on the host.</summary>
    public sealed class Host(string name, HostRoutine routine) : RecordedCommand
    {
        public override void Enqueue(DeviceStream stream) => stream.EnqueueHostRoutine(name, routine);
    }
}
