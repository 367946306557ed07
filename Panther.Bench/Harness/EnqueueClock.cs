using System.Diagnostics;

namespace Panther.Bench.Harness;

/// <summary>Times what the host spends to enqueue something, not what the device spends to do it.</summary>
internal static class EnqueueClock
{
    // Below the depth of a driver's queue, which would otherwise fill up and make the host wait.
    private const int Batch = 200;

    public static Contender Contender(Action enqueue, Action synchronize) => new(repeats =>
    {
        double seconds = 0;
        for (int done = 0; done < repeats; done += Batch)
        {
            int count = Math.Min(Batch, repeats - done);
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < count; i++)
            {
                enqueue();
            }

            seconds += Stopwatch.GetElapsedTime(start).TotalSeconds;
            synchronize();
        }

        return seconds;
    });
}
