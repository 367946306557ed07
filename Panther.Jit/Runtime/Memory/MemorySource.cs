namespace Panther.Jit.Runtime;

/// <summary>Where a pool gets memory from: a driver or the operating system.</summary>
internal abstract class MemorySource
{
    /// <summary>Asks for memory.</summary>
    /// <param name="bytes">How much; positive.</param>
    /// <param name="address">The address, aligned for every element type and vector width.</param>
    /// <returns><see langword="false"/> when there is not enough memory; other failures throw.</returns>
    public abstract bool TryAllocate(long bytes, out nint address);

    /// <summary>Gives memory back. No work that uses it may be pending.</summary>
    public abstract void Free(nint address, long bytes);

    /// <summary>Total memory and what could still be handed out, in bytes.</summary>
    public abstract (long Total, long Free) Query();
}
