using Panther.Jit.Runtime;

namespace Panther.Bench.Harness;

/// <summary>Times work of the engine: by the device's events on a GPU, by the wall clock where the processor is the device.</summary>
internal static class StreamClock
{
    /// <summary>A contender whose <paramref name="enqueue"/> puts one run of the work into <paramref name="stream"/>.</summary>
    public static Contender Contender(DeviceStream stream, Action enqueue) => stream.Device.IsProcessor
        ? WallContender(stream, enqueue)
        : new Contender(repeats => Events(stream, enqueue, repeats));

    /// <summary>As <see cref="Contender"/>, but always by the wall clock: what the host spends counts too where the device waits for it. One wait at the end of all runs.</summary>
    public static Contender WallContender(DeviceStream stream, Action enqueue) => new(repeats => WallClock(stream, enqueue, repeats));

    private static double Events(DeviceStream stream, Action enqueue, int repeats)
    {
        using DeviceEvent start = stream.RecordEvent();
        for (int i = 0; i < repeats; i++)
        {
            enqueue();
        }

        using DeviceEvent end = stream.RecordEvent();
        return end.ElapsedMilliseconds(start) * 1e-3;
    }

    private static double WallClock(DeviceStream stream, Action enqueue, int repeats)
    {
        stream.Synchronize();
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        for (int i = 0; i < repeats; i++)
        {
            enqueue();
        }

        stream.Synchronize();
        return System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
