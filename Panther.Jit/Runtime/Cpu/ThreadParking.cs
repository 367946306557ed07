using System.Diagnostics;

namespace Panther.Jit.Runtime.Cpu;

/// <summary>
/// Lets one thread sleep until another has work for it. The sleeper announces itself before it looks for work a last time, the waker
/// makes its work visible before it looks for a sleeper, so no wake-up is lost.
/// </summary>
internal sealed class ThreadParking
{
    /// <summary>How long a thread spins before it parks: about what parking and waking cost.</summary>
    private static readonly long SpinTicks = Stopwatch.Frequency / 50_000;

    private readonly AutoResetEvent signal = new(initialState: false);
    private int parked;

    /// <summary>Blocks until <paramref name="hasWork"/> holds for <paramref name="state"/>: spinning first, then asleep.</summary>
    /// <param name="state">What is asked.</param>
    /// <param name="hasWork">Whether there is work.</param>
    /// <param name="patience">How long to sleep at most.</param>
    /// <returns><see langword="false"/> when nobody had work for so long.</returns>
    public bool WaitUntil<TState>(TState state, Func<TState, bool> hasWork, TimeSpan patience)
    {
        long deadline = Stopwatch.GetTimestamp() + SpinTicks;
        while (!hasWork(state))
        {
            if (Stopwatch.GetTimestamp() < deadline)
            {
                Thread.SpinWait(20);
                continue;
            }

            Interlocked.Exchange(ref parked, 1);
            bool found = hasWork(state);
            if (!found && !signal.WaitOne(patience))
            {
                if (Interlocked.Exchange(ref parked, 0) != 0)
                {
                    return false;
                }

                // A waker was quicker than the clock, and its signal is on the way.
                signal.WaitOne();
            }
            else if (found && Interlocked.Exchange(ref parked, 0) == 0)
            {
                signal.WaitOne();
            }

            if (found)
            {
                break;
            }
        }

        return true;
    }

    /// <summary>Wakes the thread if it sleeps.</summary>
    public void Wake()
    {
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref parked) != 0 && Interlocked.Exchange(ref parked, 0) != 0)
        {
            signal.Set();
        }
    }
}
