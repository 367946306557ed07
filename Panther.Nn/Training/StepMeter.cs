using System.Diagnostics;
using Panther.Jit.Runtime;

namespace Panther.Nn;

/// <summary>Measures steps: how many a second, and the memory they take.</summary>
/// <param name="stream">The stream of the steps.</param>
internal sealed class StepMeter(DeviceStream stream) : IDisposable
{
    private readonly DeviceMemoryWatch memory = stream.Device.WatchMemory();
    private long since = Stopwatch.GetTimestamp();
    private TimeSpan before;
    private TimeSpan reported;
    private long count;

    /// <summary>Gets the most memory that was in use during a step.</summary>
    public long PeakBytes { get; private set; }

    /// <summary>Gets the memory that the pool has taken from the driver.</summary>
    public long PoolBytes
    {
        get
        {
            DeviceMemory now = stream.Device.Memory;
            return now.InUseBytes + now.PooledBytes;
        }
    }

    /// <summary>Gets the time so far, breaks aside.</summary>
    public TimeSpan Elapsed => before + Stopwatch.GetElapsedTime(since);

    /// <summary>A step begins.</summary>
    public void Begin() => memory.Restart();

    /// <summary>A step ends.</summary>
    public void End()
    {
        PeakBytes = Math.Max(PeakBytes, memory.PeakInUseBytes);
        count++;
    }

    /// <summary>Stops the clock, when the steps so far are done, until what is returned is disposed.</summary>
    public Break Pause()
    {
        stream.Synchronize();
        before = Elapsed;
        return new Break(this);
    }

    /// <summary>The steps a second since the last call, breaks aside.</summary>
    public double TakeRate()
    {
        TimeSpan now = Elapsed;
        double rate = count / Math.Max((now - reported).TotalSeconds, 1e-9);
        (reported, count) = (now, 0);
        return rate;
    }

    /// <inheritdoc/>
    public void Dispose() => memory.Dispose();

    /// <summary>Something else than steps.</summary>
    public readonly struct Break(StepMeter meter) : IDisposable
    {
        /// <summary>The clock runs again.</summary>
        public void Dispose() => meter.since = Stopwatch.GetTimestamp();
    }
}
