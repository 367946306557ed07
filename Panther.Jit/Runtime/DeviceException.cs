namespace Panther.Jit.Runtime;

/// <summary>A call to a device failed. The message carries the call, the code's name and the last launches on the stream.</summary>
public class DeviceException : Exception
{
    /// <summary>Makes an exception with a message.</summary>
    /// <param name="message">What happened.</param>
    public DeviceException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a message and the exception that caused it.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">The cause, for instance what a CPU kernel threw.</param>
    public DeviceException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    internal DeviceException(string deviceId, string call, string error, IReadOnlyList<string> recentLaunches, Exception? innerException = null)
        : base(Describe(deviceId, call, error, recentLaunches), innerException)
    {
        DeviceId = deviceId;
        Call = call;
        RecentLaunches = recentLaunches;
    }

    /// <summary>The device's id, or <see langword="null"/> when no device was reached.</summary>
    public string? DeviceId { get; }

    /// <summary>The call that failed, such as <c>cuLaunchKernel</c>, or <see langword="null"/>.</summary>
    public string? Call { get; }

    /// <summary>The names of the last kernels launched on the stream, the latest first; empty when no stream was involved.</summary>
    public IReadOnlyList<string> RecentLaunches { get; } = [];

    private static string Describe(string deviceId, string call, string error, IReadOnlyList<string> recentLaunches)
        => recentLaunches.Count == 0
            ? $"{deviceId}: {call} failed: {error}"
            : $"{deviceId}: {call} failed: {error} Last launches on the stream, latest first: {string.Join(", ", recentLaunches)}.";
}
