namespace Panther.Jit.Passes;

/// <summary>What a pipeline may do, beyond what the target says.</summary>
internal sealed record PassOptions
{
    /// <summary>Gets a value indicating whether the function is verified after every pass.</summary>
    public bool Verify { get; init; }

    /// <summary>
    /// Gets a value indicating whether the views of a launch are known not to overlap, so that loads through a parameter that the kernel
    /// does not write are read-only. Without it none is: two views may lie over the same memory.
    /// </summary>
    public bool ViewsDoNotOverlap { get; init; }

    /// <summary>Gets the instructions that an unrolled loop may have.</summary>
    public int UnrollLimit { get; init; } = 1024;

    /// <summary>Gets the instructions that an unrolled loop may have when its counter picks elements of a local array.</summary>
    public int LocalArrayUnrollLimit { get; init; } = 4096;

    /// <summary>Gets the instructions that an unrolled loop may have when the source asks for it.</summary>
    public int HintedUnrollLimit { get; init; } = 65536;
}
