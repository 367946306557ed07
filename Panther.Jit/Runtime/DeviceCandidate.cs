namespace Panther.Jit.Runtime;

/// <summary>What discovery saw of one possible device, and why it was rejected if it was.</summary>
/// <param name="Id">The id the device has or would have, such as <c>cuda:0</c>; the bare kind (<c>cuda</c>) when the driver itself is missing.</param>
/// <param name="Kind">The kind of device.</param>
/// <param name="Name">The device's own name, or <see langword="null"/> when it could not be asked.</param>
/// <param name="Accepted">Whether the device is in <see cref="Device.All"/>.</param>
/// <param name="Reason">Why the device was accepted or rejected, as a sentence for a person.</param>
public sealed record DeviceCandidate(string Id, DeviceKind Kind, string? Name, bool Accepted, string Reason)
{
    /// <summary>One line: id, name and verdict.</summary>
    public override string ToString()
        => $"{Id}{(Name is null ? "" : $" ({Name})")}: {(Accepted ? "available" : "not available")}: {Reason}";
}
