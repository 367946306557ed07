using Panther.Jit.Runtime.Cpu;

namespace Panther.Jit.Runtime;

/// <summary>A host routine in a CPU stream's queue.</summary>
internal abstract class HostRoutine
{
    public abstract void Execute(GroupScheduler scheduler);
}

/// <summary>A host routine with its state.</summary>
internal sealed class HostRoutine<TState>(TState state, Action<TState, HostParallel> body) : HostRoutine
{
    public override void Execute(GroupScheduler scheduler) => body(state, new HostParallel(scheduler));
}
