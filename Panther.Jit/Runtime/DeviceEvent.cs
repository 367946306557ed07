namespace Panther.Jit.Runtime;

/// <summary>
/// A mark in a stream, made by <see cref="DeviceStream.RecordEvent"/>: complete when everything enqueued before it is. Dispose it to give
/// the driver's event back early; a finalizer does it otherwise.
/// </summary>
public abstract class DeviceEvent : IDisposable
{
    private protected DeviceEvent(Device device) => Device = device;

    /// <summary>The device whose stream the event was recorded on.</summary>
    public Device Device { get; }

    /// <summary>Whether everything enqueued before the event has finished. Does not block.</summary>
    /// <exception cref="ObjectDisposedException">The event was disposed.</exception>
    public abstract bool IsCompleted { get; }

    /// <summary>Blocks until everything enqueued before the event has finished.</summary>
    /// <exception cref="ObjectDisposedException">The event was disposed.</exception>
    /// <exception cref="DeviceException">The device reported a failure.</exception>
    public abstract void Synchronize();

    /// <summary>
    /// The time between two events as the device measured it, in milliseconds: from <paramref name="since"/> to this event. Blocks until both are complete.
    /// </summary>
    /// <param name="since">The earlier event, of the same device.</param>
    /// <exception cref="ArgumentException">The events belong to different devices.</exception>
    /// <exception cref="ObjectDisposedException">An event was disposed.</exception>
    public double ElapsedMilliseconds(DeviceEvent since)
    {
        ArgumentNullException.ThrowIfNull(since);
        if (since.Device != Device)
        {
            throw new ArgumentException($"An event of {since.Device.Id} is compared with an event of {Device.Id}.", nameof(since));
        }

        since.Synchronize();
        Synchronize();
        return MillisecondsSince(since);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    private protected abstract double MillisecondsSince(DeviceEvent since);

    private protected abstract void Dispose(bool disposing);
}
