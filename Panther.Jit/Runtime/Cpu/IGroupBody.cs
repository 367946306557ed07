namespace Panther.Jit.Runtime.Cpu;

/// <summary>Work on a range of groups, executed by several threads at once on disjoint ranges.</summary>
internal interface IGroupBody
{
    /// <summary>Executes the groups from <paramref name="first"/> up to, not including, <paramref name="last"/>.</summary>
    /// <param name="first">The first group.</param>
    /// <param name="last">The group behind the last one.</param>
    /// <param name="worker">The executing thread's number, from 0 to the scheduler's degree less one; no two threads of one run share it.</param>
    void Execute(long first, long last, int worker);
}
