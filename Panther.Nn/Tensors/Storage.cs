using Panther.Jit.Runtime;

namespace Panther.Nn;

/// <summary>The memory behind a tensor and its views.</summary>
/// <param name="buffer">The memory; the storage owns it.</param>
internal sealed class Storage(DeviceBuffer buffer) : IDisposable
{
    /// <summary>Gets the memory.</summary>
    public DeviceBuffer Buffer { get; } = buffer;

    /// <summary>Gets or sets how many gradients of a reverse sweep that is under way lie here.</summary>
    public int Pins { get; set; }

    /// <summary>Gets or sets a value indicating whether a reverse sweep may give the memory back once no gradient lies here.</summary>
    public bool IsTransient { get; set; }

    /// <inheritdoc/>
    public void Dispose() => Buffer.Dispose();
}
