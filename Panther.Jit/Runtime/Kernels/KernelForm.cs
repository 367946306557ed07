namespace Panther.Jit.Runtime;

/// <summary>How a kernel learns which element it works on.</summary>
public enum KernelForm
{
    /// <summary>The kernel's first parameter is the index of its element; the launcher chooses the groups.</summary>
    Implicit,

    /// <summary>The kernel asks <c>Grid</c> and <c>Group</c>; the caller gives the groups in a <c>KernelConfig</c>.</summary>
    Explicit,
}
