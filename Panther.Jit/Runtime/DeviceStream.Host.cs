using Panther.Jit.Dialect;

namespace Panther.Jit.Runtime;

/// <summary>Host routines in stream order, for devices whose memory the host can reach.</summary>
public abstract unsafe partial class DeviceStream
{
    /// <summary>
    /// Enqueues a routine that runs on the host's cores when the work before it is done; what is enqueued later waits for it. The routine itself must not
    /// enqueue or wait. An exception that it throws surfaces as <see cref="DeviceException"/> at the next wait.
    /// </summary>
    /// <typeparam name="TState">The state's type.</typeparam>
    /// <param name="name">The routine's name in messages.</param>
    /// <param name="state">What the routine gets; addresses in it come from <see cref="HostPointer{T}"/> of this stream.</param>
    /// <param name="routine">The routine.</param>
    /// <exception cref="NotSupportedException">The device does not have <see cref="DeviceFeature.HostRoutines"/>.</exception>
    /// <exception cref="ObjectDisposedException">The stream was disposed.</exception>
    public void EnqueueHost<TState>(string name, TState state, Action<TState, HostParallel> routine)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(routine);
        CheckEnqueue();
        NoteLaunch(name);
        EnqueueHostRoutine(name, new HostRoutine<TState>(state, routine));
    }

    /// <summary>
    /// The address of a view's first element, for a host routine that is then enqueued on this stream. Checks what a launch checks; the address is
    /// good for work enqueued before the buffer is disposed.
    /// </summary>
    /// <param name="view">The view.</param>
    /// <exception cref="NotSupportedException">The device does not have <see cref="DeviceFeature.HostRoutines"/>.</exception>
    /// <exception cref="ArgumentException">The view belongs to another device.</exception>
    /// <exception cref="ObjectDisposedException">The stream or the view's buffer was disposed.</exception>
    public T* HostPointer<T>(ArrayView<T> view)
        where T : unmanaged
    {
        if (!Device.Supports(DeviceFeature.HostRoutines))
        {
            throw NoHostRoutines();
        }

        return (T*)Resolve(view);
    }

    internal virtual void EnqueueHostRoutine(string name, HostRoutine routine) => throw NoHostRoutines();

    private NotSupportedException NoHostRoutines() => new($"{Device.Id} has no memory that host routines could work on.");
}
