using System.Globalization;

namespace Panther.Jit.Backends.Ptx;

/// <summary>What PTX text is made for.</summary>
/// <param name="Architecture">The target as PTX names it, such as <c>sm_90a</c>.</param>
/// <param name="Isa">The version of the PTX language, such as 9.0; the driver must know it.</param>
internal sealed record PtxTarget(string Architecture, Version Isa)
{
    /// <summary>Gets the architecture's number, such as 90.</summary>
    public int ComputeCapability => int.Parse(new string([.. Architecture.Where(char.IsAsciiDigit)]), CultureInfo.InvariantCulture);

    /// <summary>Gets the largest number of threads that a group will ever have, or null to leave it open.</summary>
    public int? MaxThreadsPerGroup { get; init; }

    /// <summary>Gets the number of groups that should fit on one multiprocessor at a time, or null to leave it open; needs <see cref="MaxThreadsPerGroup"/>.</summary>
    public int? MinGroupsPerMultiprocessor { get; init; }

    /// <summary>Gets the bytes that reads of global memory bring into the second-level cache, or null to leave them open.</summary>
    public int? CacheFetchBytes { get; init; }

    /// <summary>Gets a value indicating whether the text names the C# lines.</summary>
    public bool DebugLines { get; init; }
}
