using Panther.Jit.Backends.Cpu;
using Panther.Jit.Dialect;

namespace Panther.Jit.Runtime.Cpu;

/// <summary>What a <see cref="CpuCommand"/> does.</summary>
internal enum CpuCommandKind
{
    /// <summary>Executes a kernel's groups.</summary>
    Kernel,

    /// <summary>Copies bytes.</summary>
    Copy,

    /// <summary>Copies bytes from a staging block and frees it.</summary>
    CopyStaged,

    /// <summary>Repeats an element.</summary>
    Fill,

    /// <summary>Reaches an event.</summary>
    Record,

    /// <summary>Waits for an event of another stream.</summary>
    Wait,

    /// <summary>Completes a task.</summary>
    Notify,

    /// <summary>Executes a host routine.</summary>
    Host,
}

/// <summary>One entry of a CPU stream's queue; entries are reused, so that enqueuing a kernel allocates nothing.</summary>
internal sealed unsafe class CpuCommand
{
    public CpuCommandKind Kind { get; set; }

    /// <summary>The event, task source or host routine.</summary>
    public object? Target { get; set; }

    public string? Name { get; set; }

    public CpuKernelCode? Code { get; set; }

    public KernelConfig Config { get; set; }

    public nint Source { get; set; }

    public nint Destination { get; set; }

    /// <summary>Bytes of a copy, elements of a fill.</summary>
    public long Count { get; set; }

    /// <summary>A kernel's parameters or a fill's element.</summary>
    public CpuParameters Parameters { get; } = new();

    public void Forget()
    {
        Target = null;
        Name = null;
        Code = null;
    }
}
