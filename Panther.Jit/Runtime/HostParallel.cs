using Panther.Jit.Runtime.Cpu;

namespace Panther.Jit.Runtime;

/// <summary>The cores of the CPU device, as a host routine sees them.</summary>
public readonly struct HostParallel
{
    private readonly GroupScheduler scheduler;

    internal HostParallel(GroupScheduler scheduler) => this.scheduler = scheduler;

    /// <summary>How many threads work together.</summary>
    public int Degree => scheduler.Degree;

    /// <summary>
    /// Executes a body over the indices from 0 to <paramref name="count"/>, in ranges spread over the cores, and returns when all are done.
    /// </summary>
    /// <typeparam name="TState">The state's type.</typeparam>
    /// <param name="count">The number of indices; each is worked on once.</param>
    /// <param name="state">What the body gets beside its range.</param>
    /// <param name="body">Called with state, first index, the index behind the last, and the thread's number below <see cref="Degree"/>;
    /// no two concurrent calls of one <c>For</c> share the number.</param>
    public void For<TState>(long count, TState state, HostRange<TState> body)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentNullException.ThrowIfNull(body);
        scheduler.Run(count, new Body<TState>(state, body));
    }

    private sealed class Body<TState>(TState state, HostRange<TState> body) : IGroupBody
    {
        public void Execute(long first, long last, int worker) => body(state, first, last, worker);
    }
}
