namespace Panther.Jit.Runtime;

/// <summary>No device has the id asked for. The message lists every candidate and why it was rejected.</summary>
public sealed class DeviceNotFoundException : Exception
{
    internal DeviceNotFoundException(string id, string source, IReadOnlyList<DeviceCandidate> candidates)
        : base($"{source} asks for the device '{id}', which is not there. Candidates: {string.Join("; ", candidates)}")
    {
        Id = id;
    }

    /// <summary>The id asked for.</summary>
    public string Id { get; }
}
