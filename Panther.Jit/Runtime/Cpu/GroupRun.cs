using System.Runtime.ExceptionServices;

namespace Panther.Jit.Runtime.Cpu;

/// <summary>
/// One active run of a <see cref="GroupScheduler"/>, reused for later runs. A worker first counts itself in and then looks whether the run
/// is open; the owner first closes the run and then waits until nobody is counted in. So a late worker never sees a run change under it.
/// </summary>
internal sealed class GroupRun
{
    private IGroupBody? body;
    private ExceptionDispatchInfo? failure;
    private long next;
    private long groups;
    private long chunk;
    private int claimed;
    private int open;
    private int active;

    public bool TryClaim() => Volatile.Read(ref claimed) == 0 && Interlocked.CompareExchange(ref claimed, 1, 0) == 0;

    public void Open(IGroupBody work, long count, long chunkSize)
    {
        body = work;
        groups = count;
        chunk = chunkSize;
        next = 0;
        failure = null;
        Interlocked.Exchange(ref open, 1);
    }

    /// <summary>Counts the caller in if the run is open.</summary>
    public bool TryJoin()
    {
        if (Volatile.Read(ref open) == 0)
        {
            return false;
        }

        Interlocked.Increment(ref active);
        if (Volatile.Read(ref open) != 0)
        {
            return true;
        }

        Leave();
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref active);

    /// <summary>Executes chunks until none is left. Returns whether there was one.</summary>
    public bool Execute(int worker)
    {
        bool any = false;
        while (true)
        {
            long first = Interlocked.Add(ref next, chunk) - chunk;
            if (first >= groups)
            {
                return any;
            }

            any = true;
            try
            {
                body!.Execute(first, Math.Min(groups, first + chunk), worker);
            }
            catch (Exception exception)
            {
                Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(exception), null);
                Interlocked.Exchange(ref next, groups);
            }
        }
    }

    /// <summary>Waits for the workers that are still executing, frees the run and returns what went wrong.</summary>
    public ExceptionDispatchInfo? Close()
    {
        Interlocked.Exchange(ref open, 0);
        SpinWait spinner = default;
        while (Volatile.Read(ref active) != 0)
        {
            spinner.SpinOnce(sleep1Threshold: -1);
        }

        ExceptionDispatchInfo? thrown = failure;
        body = null;
        failure = null;
        Volatile.Write(ref claimed, 0);
        return thrown;
    }
}
