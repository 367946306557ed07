using System.Runtime.ExceptionServices;

namespace Panther.Jit.Dialect;

/// <summary>
/// Threads of one group of which one runs at a time: each goes on until it ends or comes to a barrier, and hands on to the next. When the turn is back at
/// the first, all have come to the barrier.
/// </summary>
internal sealed class HostTurns : IDisposable
{
    private readonly SemaphoreSlim[] turns;
    private readonly bool[] ended;
    private ExceptionDispatchInfo? failure;

    private HostTurns(int count)
    {
        turns = [.. Enumerable.Range(0, count).Select(_ => new SemaphoreSlim(0))];
        ended = new bool[count];
    }

    /// <summary>Runs <paramref name="body"/> for each number below <paramref name="count"/>.</summary>
    public static void Run(int count, Action<HostTurns, int> body)
    {
        using var group = new HostTurns(count);
        Thread[] threads = [.. Enumerable.Range(0, count).Select(i => new Thread(() => group.RunOne(i, body)) { IsBackground = true, Name = $"Thread {i} of the group" })];
        foreach (Thread thread in threads)
        {
            thread.Start();
        }

        group.turns[0].Release();
        foreach (Thread thread in threads)
        {
            thread.Join();
        }

        group.failure?.Throw();
    }

    /// <summary>Lets all other threads come as far as this one.</summary>
    public void Barrier(int thread)
    {
        int next = Next(thread);
        if (next != thread)
        {
            turns[next].Release();
            turns[thread].Wait();
        }
    }

    public void Dispose()
    {
        foreach (SemaphoreSlim turn in turns)
        {
            turn.Dispose();
        }
    }

    private void RunOne(int thread, Action<HostTurns, int> body)
    {
        turns[thread].Wait();
        try
        {
            body(this, thread);
        }
        catch (Exception exception)
        {
            failure ??= ExceptionDispatchInfo.Capture(exception);
        }

        ended[thread] = true;
        if (Next(thread) is var next && !ended[next])
        {
            turns[next].Release();
        }
    }

    /// <summary>Returns the next thread that has not ended, which may be the same one.</summary>
    private int Next(int thread)
    {
        int next = thread;
        do
        {
            next = (next + 1) % turns.Length;
        }
        while (ended[next] && next != thread);
        return next;
    }
}
