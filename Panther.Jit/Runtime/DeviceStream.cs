namespace Panther.Jit.Runtime;

/// <summary>
/// An in-order queue of work for one device. Enqueuing returns at once; work on different streams may overlap, and is ordered only by
/// <see cref="WaitFor"/> or by waiting on the host. All members may be called from any thread.
/// </summary>
public abstract partial class DeviceStream : IDisposable
{
    private protected DeviceStream(Device device, bool isDefault)
    {
        Device = device;
        IsDefault = isDefault;
    }

    /// <summary>The device whose work the stream orders.</summary>
    public Device Device { get; }

    /// <summary>Whether this is the device's default stream, which lives as long as the device.</summary>
    public bool IsDefault { get; }

    /// <summary>Whether everything enqueued so far has finished. Does not block.</summary>
    public abstract bool IsIdle { get; }

    internal bool IsDisposed { get; private set; }

    /// <summary>Blocks until everything enqueued so far has finished.</summary>
    /// <exception cref="DeviceException">Some of that work failed.</exception>
    /// <exception cref="ObjectDisposedException">The stream was disposed.</exception>
    public abstract void Synchronize();

    /// <summary>
    /// Waits, without blocking a thread, until everything enqueued so far has finished; the device's own notification completes the task.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait, not the work.</param>
    /// <returns>A task that fails with <see cref="DeviceException"/> when some of that work failed.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    /// <exception cref="ObjectDisposedException">The stream was disposed.</exception>
    public abstract Task SynchronizeAsync(CancellationToken cancellationToken = default);

    /// <summary>Marks this point of the stream.</summary>
    /// <exception cref="ObjectDisposedException">The stream was disposed.</exception>
    public abstract DeviceEvent RecordEvent();

    /// <summary>Makes work enqueued later wait for an event, of this or another stream of the same device. Does not block the host.</summary>
    /// <param name="deviceEvent">The event to wait for.</param>
    /// <exception cref="ArgumentException">The event belongs to another device.</exception>
    /// <exception cref="ObjectDisposedException">The stream or the event was disposed.</exception>
    public void WaitFor(DeviceEvent deviceEvent)
    {
        ArgumentNullException.ThrowIfNull(deviceEvent);
        if (deviceEvent.Device != Device)
        {
            throw new ArgumentException($"A stream of {Device.Id} cannot wait for an event of {deviceEvent.Device.Id}.", nameof(deviceEvent));
        }

        EnqueueWait(deviceEvent);
    }

    /// <summary>Waits for the stream's work and frees it. The default stream ignores this; it goes with its device.</summary>
    public void Dispose()
    {
        if (!IsDefault)
        {
            Close();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the stream; the device calls it for the default stream.</summary>
    internal void Close()
    {
        lock (lifetime)
        {
            if (IsDisposed)
            {
                return;
            }

            FreeBoundsRecords();
            WaitIdle();
            IsDisposed = true;
            Release();
        }

        Device.Forget(this);
    }

    /// <summary>
    /// Makes later work wait for everything enqueued on another stream of the device so far; nothing when that stream is gone. Used where memory changes
    /// hands, which may be in a <c>Dispose</c>, so it never throws: a device that failed tells so where its work is used.
    /// </summary>
    internal void WaitForAll(DeviceStream other)
    {
        lock (other.lifetime)
        {
            if (other.IsDisposed || IsDisposed)
            {
                return;
            }

            try
            {
                using DeviceEvent mark = other.RecordEvent();
                EnqueueWait(mark);
            }
            catch (DeviceException)
            {
                // Nothing runs on a device in that state, so there is nothing to wait for.
            }
        }
    }

    /// <summary>Blocks until the stream is idle, whether its work failed or not.</summary>
    internal abstract void WaitIdle();

    /// <summary>A task that ends with the source's, or with the token if that comes first.</summary>
    private protected static async Task CancelableAsync(TaskCompletionSource source, CancellationToken cancellationToken)
    {
        CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(
            static (state, token) => ((TaskCompletionSource)state!).TrySetCanceled(token), source);
        await using (registration.ConfigureAwait(false))
        {
            await source.Task.ConfigureAwait(false);
        }
    }

    private protected void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(IsDisposed, this);

    private protected abstract void EnqueueWait(DeviceEvent deviceEvent);

    private protected abstract void Release();
}
