using System.Diagnostics;
using Panther.Jit.Runtime;

namespace Panther.Nn;

/// <summary>Measures steps: how many a second, and the memory they take.</summary>
internal sealed class StepMeter(Device device) : IDisposable
{
    private readonly DeviceMemoryWatch memory = device.WatchMemory();
    private long since = Stopwatch.GetTimestamp();
    private long count;

    /// <summary>Gets the most memory that was in use during a step.</summary>
    public long PeakBytes { get; private set; }

    /// <summary>Gets the memory that the pool has taken from the driver.</summary>
    public long PoolBytes
    {
        get
        {
            DeviceMemory now = device.Memory;
            return now.InUseBytes + now.PooledBytes;
        }
    }

    /// <summary>A step begins.</summary>
    public void Begin() => memory.Restart();

    /// <summary>A step ends.</summary>
    public void End()
    {
        PeakBytes = Math.Max(PeakBytes, memory.PeakInUseBytes);
        count++;
    }

    /// <summary>The steps a second since the last call.</summary>
    public double TakeRate()
    {
        long now = Stopwatch.GetTimestamp();
        double rate = count / Math.Max(Stopwatch.GetElapsedTime(since, now).TotalSeconds, 1e-9);
        (since, count) = (now, 0);
        return rate;
    }

    /// <inheritdoc/>
    public void Dispose() => memory.Dispose();
}
