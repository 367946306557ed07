namespace Panther.Jit.Runtime.Cpu;

/// <summary>
/// Spreads the groups of a launch over the cores. The calling thread takes part; the other workers are persistent threads that spin for a short
/// while after their last work and then park. Chunks are claimed from an atomic counter, so uneven groups balance. Several runs may be active at once.
/// </summary>
internal sealed class GroupScheduler : IDisposable
{
    /// <summary>Chunks per thread: enough to balance, few enough that claiming one costs nothing.</summary>
    private const int ChunksPerThread = 8;

    private const int ConcurrentRuns = 8;

    private readonly GroupRun[] runs = [.. Enumerable.Range(0, ConcurrentRuns).Select(_ => new GroupRun())];
    private readonly Lazy<GroupWorker[]> workers;
    private volatile bool stopping;

    /// <summary>Makes a scheduler; its threads start with the first run that can use them.</summary>
    /// <param name="degree">How many threads execute a run, the caller among them.</param>
    public GroupScheduler(int degree)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degree, 1);
        Degree = degree;
        workers = new(() => [.. Enumerable.Range(1, degree - 1).Select(number => new GroupWorker(this, number))]);
    }

    /// <summary>How many threads execute a run, the caller among them.</summary>
    public int Degree { get; }

    internal bool IsStopping => stopping;

    /// <summary>Executes all groups and returns when they are done.</summary>
    /// <param name="groups">The number of groups.</param>
    /// <param name="body">What to do with a range of groups.</param>
    /// <remarks>The first exception that a body throws ends the run and is thrown here.</remarks>
    public void Run(long groups, IGroupBody body)
    {
        if (groups <= 0)
        {
            return;
        }

        GroupRun? run = groups == 1 || Degree == 1 ? null : ClaimRun();
        if (run is null)
        {
            body.Execute(0, groups, 0);
            return;
        }

        long chunk = Math.Max(1, groups / ((long)Degree * ChunksPerThread));
        run.Open(body, groups, chunk);
        Wake((int)Math.Min(Degree - 1, ((groups - 1) / chunk)));
        run.Execute(worker: 0);
        run.Close()?.Throw();
    }

    /// <summary>Ends the threads once they are idle.</summary>
    public void Dispose()
    {
        stopping = true;
        if (workers.IsValueCreated)
        {
            foreach (GroupWorker worker in workers.Value)
            {
                worker.Wake();
            }
        }
    }

    /// <summary>Takes part in whatever runs are open. Returns whether there was any work.</summary>
    internal bool TakePart(int worker)
    {
        bool any = false;
        foreach (GroupRun run in runs)
        {
            if (run.TryJoin())
            {
                any |= run.Execute(worker);
                run.Leave();
            }
        }

        return any;
    }

    private GroupRun? ClaimRun()
    {
        foreach (GroupRun run in runs)
        {
            if (run.TryClaim())
            {
                return run;
            }
        }

        return null;
    }

    private void Wake(int count)
    {
        GroupWorker[] all = workers.Value;
        for (int i = 0; i < count; i++)
        {
            all[i].Wake();
        }
    }
}
