using Panther.Jit.Runtime.Cpu;

namespace Panther.Tests.Runtime;

public sealed class GroupSchedulerTests
{
    public static TheoryData<int, long> Shapes()
    {
        TheoryData<int, long> shapes = [];
        foreach (int degree in new[] { 1, 2, 3, 7 })
        {
            foreach (long groups in new long[] { 0, 1, 2, 31, 32, 33, 443, 100_003 })
            {
                shapes.Add(degree, groups);
            }
        }

        return shapes;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Run_AnyCount_CoversEveryGroupOnce(int degree, long groups)
    {
        using GroupScheduler scheduler = new(degree);
        Counter counter = new(groups, degree);
        for (int repetition = 1; repetition <= 5; repetition++)
        {
            scheduler.Run(groups, counter);
            Assert.All(counter.Visits, visits => Assert.Equal(repetition, visits));
        }

        Assert.False(counter.SharedWorkerNumber);
    }

    [Fact]
    public async Task Run_FromSeveralThreadsAtOnce_CoversEveryGroupOnce()
    {
        using GroupScheduler scheduler = new(3);
        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() =>
        {
            Counter counter = new(1000, scheduler.Degree);
            for (int repetition = 1; repetition <= 20; repetition++)
            {
                scheduler.Run(1000, counter);
                Assert.All(counter.Visits, visits => Assert.Equal(repetition, visits));
            }

            Assert.False(counter.SharedWorkerNumber);
        })));
    }

    [Fact]
    public void Run_BodyThrows_ThrowsAndStaysUsable()
    {
        using GroupScheduler scheduler = new(3);
        Assert.Throws<ArithmeticException>(() => scheduler.Run(1000, new Faulty()));
        Counter counter = new(1000, 3);
        scheduler.Run(1000, counter);
        Assert.All(counter.Visits, visits => Assert.Equal(1, visits));
    }

    [Fact]
    public void Run_InsideABody_CoversEveryGroupOnce()
    {
        using GroupScheduler scheduler = new(3);
        Counter inner = new(100, 3);
        scheduler.Run(8, new Nested(scheduler, inner));
        Assert.All(inner.Visits, visits => Assert.Equal(8, visits));
    }

    private sealed class Counter(long groups, int degree) : IGroupBody
    {
        private readonly int[] busy = new int[degree];

        public int[] Visits { get; } = new int[groups];

        public bool SharedWorkerNumber { get; private set; }

        public void Execute(long first, long last, int worker)
        {
            SharedWorkerNumber |= Interlocked.Increment(ref busy[worker]) != 1;
            for (long group = first; group < last; group++)
            {
                Interlocked.Increment(ref Visits[group]);
            }

            Interlocked.Decrement(ref busy[worker]);
        }
    }

    private sealed class Faulty : IGroupBody
    {
        public void Execute(long first, long last, int worker)
        {
            if (first <= 500 && 500 < last)
            {
                throw new ArithmeticException("group 500");
            }
        }
    }

    private sealed class Nested(GroupScheduler scheduler, Counter inner) : IGroupBody
    {
        public void Execute(long first, long last, int worker)
        {
            for (long group = first; group < last; group++)
            {
                // The inner counter is shared by concurrent runs, so its worker numbers may coincide; its visits still count.
                scheduler.Run(100, inner);
            }
        }
    }
}
