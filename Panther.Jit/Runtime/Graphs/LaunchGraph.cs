namespace Panther.Jit.Runtime;

/// <summary>
/// A recorded sequence of launches, copies and fills, made by <see cref="DeviceStream.Capture"/>, that is enqueued as one. On CUDA devices it is a
/// CUDA graph, whose launch costs little more than that of one kernel; on other devices the recorded work is enqueued piece by piece.
/// </summary>
/// <remarks>
/// Addresses, sizes and scalar arguments are those of the recording. The graph keeps the memory of every buffer that its work uses: such a buffer may be
/// disposed, which makes its views unusable as always, but the memory goes back to the pool only when the graph is disposed too (and counts as in use until
/// then). Views of host memory (CPU device) are the caller's to keep.
/// All members may be called from any thread. Launches of one graph on several streams may overlap on the CPU and on OpenCL devices, so order them if they share memory.
/// </remarks>
public abstract class LaunchGraph : IDisposable
{
    private readonly Lock gate = new();
    private readonly RecordedWork work;

    private protected LaunchGraph(RecordedWork work) => this.work = work;

    /// <summary>Gives the driver's graph back if nobody disposed it.</summary>
    ~LaunchGraph() => Release();

    /// <summary>The device whose streams the graph can be launched on.</summary>
    public Device Device => work.Device;

    /// <summary>How many launches, copies, fills and host routines the graph consists of.</summary>
    public int Count => work.Commands.Count;

    /// <summary>Whether <see cref="Dispose"/> was called.</summary>
    public bool IsDisposed { get; private set; }

    private protected RecordedWork Work => work;

    /// <summary>Enqueues the recorded work. Does not block and allocates nothing. Inside a capture it becomes part of the graph being recorded.</summary>
    /// <param name="stream">A stream of the graph's device.</param>
    /// <exception cref="ArgumentException">The stream belongs to another device.</exception>
    /// <exception cref="ObjectDisposedException">The graph or the stream was disposed.</exception>
    /// <exception cref="DeviceException">The driver refuses.</exception>
    public void Launch(DeviceStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (stream.Device != Device)
        {
            throw new ArgumentException($"A graph of {Device.Id} is launched on a stream of {stream.Device.Id}.", nameof(stream));
        }

        stream.CheckEnqueue();
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(IsDisposed, this);
            if (stream is RecordingStream recording)
            {
                recording.Add(work);
                return;
            }

            IReadOnlyList<DeviceAllocation> held = work.Held;
            for (int i = 0; i < held.Count; i++)
            {
                held[i].UseHeld(stream);
            }

            stream.NoteLaunch(work.Name);
            Enqueue(stream);
        }

        if (RuntimeTelemetry.Launches.Enabled)
        {
            RuntimeTelemetry.Launches.Add(work.Launches);
        }
    }

    /// <summary>Frees the graph and lets go of its buffers' memory, in stream order: launches already enqueued still run.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (IsDisposed)
            {
                return;
            }

            IsDisposed = true;
            Release();
            work.Release();
        }

        GC.SuppressFinalize(this);
    }

    private protected abstract void Enqueue(DeviceStream stream);

    /// <summary>Frees what the driver holds; may run on the finalizer's thread.</summary>
    private protected virtual void Release()
    {
    }
}
