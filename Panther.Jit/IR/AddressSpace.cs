namespace Panther.Jit.IR;

/// <summary>Where a pointer points.</summary>
internal enum AddressSpace : byte
{
    /// <summary>Not known yet; <c>AddressSpaceInference</c> leaves none of these.</summary>
    Generic,
    Global,
    Shared,
    Local,
}
