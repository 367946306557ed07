using System.Diagnostics;

namespace Panther.Jit.Runtime.Cpu;

/// <summary>A mark in a CPU stream, with the time at which the stream reached it.</summary>
internal sealed class CpuEvent(Device device) : DeviceEvent(device)
{
    private readonly ManualResetEventSlim completed = new(initialState: false);
    private long timestamp;
    private bool disposed;

    public override bool IsCompleted
    {
        get
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            return completed.IsSet;
        }
    }

    public override void Synchronize()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        completed.Wait();
    }

    /// <summary>Blocks a stream's thread until the event is reached; unlike <see cref="Synchronize"/> also after the event was disposed.</summary>
    public void WaitInStream() => completed.Wait();

    /// <summary>Called when the stream reaches the event.</summary>
    public void Complete()
    {
        timestamp = Stopwatch.GetTimestamp();
        completed.Set();
    }

    private protected override double MillisecondsSince(DeviceEvent since)
        => (timestamp - ((CpuEvent)since).timestamp) * 1000.0 / Stopwatch.Frequency;

    private protected override void Dispose(bool disposing) => disposed = true;
}
