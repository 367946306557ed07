namespace Panther.Jit.Runtime.Cpu;

/// <summary>One persistent thread of a <see cref="GroupScheduler"/>.</summary>
internal sealed class GroupWorker
{
    private readonly ThreadParking parking = new();
    private readonly GroupScheduler scheduler;
    private readonly int number;

    public GroupWorker(GroupScheduler scheduler, int number)
    {
        this.scheduler = scheduler;
        this.number = number;
        new Thread(Work) { IsBackground = true, Name = $"Panther CPU worker {number}" }.UnsafeStart();
    }

    public void Wake() => parking.Wake();

    private void Work()
    {
        while (!scheduler.IsStopping)
        {
            parking.WaitUntil(this, static worker => worker.scheduler.TakePart(worker.number) || worker.scheduler.IsStopping, Timeout.InfiniteTimeSpan);
        }
    }
}
