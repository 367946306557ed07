namespace Panther.Kernels.Gemm.Host;

/// <summary>
/// Work in phases, each a number of independent chunks that the caller and helpers from the thread pool claim one by one. The caller
/// never waits for a helper that has not started, so a busy pool costs speed and not progress.
/// </summary>
internal abstract class HostTeam : IThreadPoolWorkItem
{
    private const int ChunkBits = 32;

    // The phase's number above, the chunks left to claim below: one word, so that a claim cannot mix two phases.
    private long _ticket;
    private int _unfinished;
    private int _helpers;
    private int _helperLimit;
    private volatile bool _open;

    /// <inheritdoc/>
    void IThreadPoolWorkItem.Execute()
    {
        int worker = Interlocked.Increment(ref _helpers);
        if (worker <= _helperLimit)
        {
            SpinWait wait = default;
            while (_open)
            {
                if (TryClaim(out int chunk))
                {
                    Complete(chunk, worker);
                    wait.Reset();
                }
                else
                {
                    wait.SpinOnce(sleep1Threshold: -1);
                }
            }
        }
    }

    /// <summary>Asks the thread pool for helpers.</summary>
    /// <param name="workers">The number of threads to use, the caller's included.</param>
    protected void Open(int workers)
    {
        _helperLimit = workers - 1;
        _open = true;
        for (int i = 1; i < workers; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    /// <summary>Lets the helpers go.</summary>
    protected void Close() => _open = false;

    /// <summary>Runs the chunks of one phase and returns when all are done.</summary>
    /// <param name="chunks">Their number.</param>
    protected void RunPhase(int chunks)
    {
        if (_helperLimit == 0)
        {
            for (int chunk = 0; chunk < chunks; chunk++)
            {
                Execute(chunk, 0);
            }

            return;
        }

        Volatile.Write(ref _unfinished, chunks);
        Volatile.Write(ref _ticket, (((_ticket >> ChunkBits) + 1) << ChunkBits) | (uint)chunks);
        while (TryClaim(out int chunk))
        {
            Complete(chunk, 0);
        }

        SpinWait wait = default;
        while (Volatile.Read(ref _unfinished) != 0)
        {
            wait.SpinOnce(sleep1Threshold: -1);
        }
    }

    /// <summary>Does one chunk of the phase that runs; must not throw.</summary>
    /// <param name="chunk">Its number.</param>
    /// <param name="worker">The thread's number: 0 for the caller, and no two at once have the same.</param>
    protected abstract void Execute(int chunk, int worker);

    private void Complete(int chunk, int worker)
    {
        Execute(chunk, worker);
        Interlocked.Decrement(ref _unfinished);
    }

    private bool TryClaim(out int chunk)
    {
        long ticket = Volatile.Read(ref _ticket);
        while ((uint)ticket != 0)
        {
            long seen = Interlocked.CompareExchange(ref _ticket, ticket - 1, ticket);
            if (seen == ticket)
            {
                chunk = (int)(uint)ticket - 1;
                return true;
            }

            ticket = seen;
        }

        chunk = -1;
        return false;
    }
}
