namespace Panther.Jit.Runtime.Cpu;

/// <summary>The ring of commands and the threads that execute them.</summary>
internal sealed partial class CpuStream
{
    private const int Capacity = 256;

    /// <summary>How often a waiting host thread looks again before it sleeps.</summary>
    private const int SpinsBeforeSleep = 10;

    private readonly object queue = new();
    private readonly object finished = new();
    private readonly ThreadParking parking = new();
    private readonly CpuCommand?[] ring = new CpuCommand?[Capacity];
    private Thread? thread;
    private volatile bool stopping;
    private long enqueued;
    private long completed;
    private int executing;
    private int executingThread;
    private int sleepers;

    /// <summary>Whether the stream has a thread at the moment.</summary>
    internal bool HasThread => Volatile.Read(ref thread) is not null;

    private bool CanExecute => !IsIdle && Volatile.Read(ref executing) == 0;

    /// <summary>The entry to fill next. The queue's lock is held; while the ring is full it executes commands or waits.</summary>
    private CpuCommand NextFree()
    {
        if (executingThread == Environment.CurrentManagedThreadId)
        {
            throw new InvalidOperationException("A host routine cannot enqueue on the stream that executes it.");
        }

        if (enqueued - Volatile.Read(ref completed) == Capacity)
        {
            WaitFor(enqueued - (Capacity / 2));
        }

        return ring[enqueued % Capacity] ??= new CpuCommand();
    }

    /// <summary>Makes the entry from <see cref="NextFree"/> visible. The queue's lock is held.</summary>
    private void Publish()
    {
        Volatile.Write(ref enqueued, enqueued + 1);
        if (thread is null)
        {
            thread = new Thread(ExecuteUntilStopped) { IsBackground = true, Name = $"Panther CPU stream of {Device.Id}" };
            thread.UnsafeStart();
        }
    }

    private void Wake() => parking.Wake();

    private void StopThread()
    {
        stopping = true;
        parking.Wake();
    }

    private void ExecuteUntilStopped()
    {
        while (!stopping)
        {
            if (parking.WaitUntil(this, static stream => stream.CanExecute || stream.stopping, patience))
            {
                TryExecute(long.MaxValue);
            }
            else if (LeaveIdle())
            {
                return;
            }
        }
    }

    /// <summary>Ends the thread's service when there is nothing to do; the next command starts another thread.</summary>
    private bool LeaveIdle()
    {
        lock (queue)
        {
            if (!IsIdle)
            {
                return false;
            }

            thread = null;
            return true;
        }
    }

    /// <summary>Blocks until so many commands are completed, executing them when nobody else does.</summary>
    private void WaitFor(long target)
    {
        SpinWait spinner = default;
        while (Volatile.Read(ref completed) < target)
        {
            if (TryExecute(target))
            {
                continue;
            }

            if (spinner.Count < SpinsBeforeSleep)
            {
                spinner.SpinOnce(sleep1Threshold: -1);
                continue;
            }

            Sleep(target);
        }
    }

    private void Sleep(long target)
    {
        lock (finished)
        {
            Interlocked.Increment(ref sleepers);
            while (Volatile.Read(ref completed) < target && Volatile.Read(ref executing) != 0)
            {
                Monitor.Wait(finished);
            }

            Interlocked.Decrement(ref sleepers);
        }
    }

    /// <summary>Executes commands, up to number <paramref name="target"/>, unless another thread is at it.</summary>
    private bool TryExecute(long target)
    {
        if (Interlocked.CompareExchange(ref executing, 1, 0) != 0)
        {
            return false;
        }

        executingThread = Environment.CurrentManagedThreadId;
        while (completed < Math.Min(target, Volatile.Read(ref enqueued)))
        {
            CpuCommand command = ring[completed % Capacity]!;
            Execute(command);
            command.Forget();
            Interlocked.Increment(ref completed);
            WakeSleepers();
        }

        executingThread = 0;
        Interlocked.Exchange(ref executing, 0);
        WakeSleepers();
        if (!IsIdle)
        {
            parking.Wake();
        }

        return true;
    }

    private void WakeSleepers()
    {
        if (Volatile.Read(ref sleepers) != 0)
        {
            lock (finished)
            {
                Monitor.PulseAll(finished);
            }
        }
    }
}
