using System.Runtime.CompilerServices;
using Panther.Jit.Dialect;

namespace Panther.Jit.Runtime;

/// <summary>Recording work to be launched as one.</summary>
public abstract partial class DeviceStream
{
    /// <summary>
    /// Records the work that an action enqueues, without running it, and makes a graph of it. The action gets a stream of its own, which takes launches, copies
    /// within the device and from the host, fills, host routines and other graphs. Copies from the host take the bytes as they are during the recording.
    /// Buffers allocated for that stream belong to this one afterwards; each has memory of its own in the graph, also when it is disposed inside the action.
    /// </summary>
    /// <param name="work">Enqueues the work. Runs once, on the calling thread; kernels may be loaded in it.</param>
    /// <returns>The graph; dispose it when it is not needed any more.</returns>
    /// <exception cref="InvalidOperationException">The action waits, reads results, uses events, or enqueues on another stream of this device; or captures are nested.</exception>
    /// <exception cref="ObjectDisposedException">The stream was disposed.</exception>
    /// <exception cref="DeviceException">The driver refuses the graph.</exception>
    public LaunchGraph Capture(Action<DeviceStream> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        ThrowIfDisposed();
        RecordedWork recorded = RecordingStream.Record(this, work);
        try
        {
            return Device.CreateGraph(recorded);
        }
        catch
        {
            recorded.Release();
            throw;
        }
    }

    /// <summary>Enqueues a kernel.</summary>
    internal virtual void Enqueue(CompiledKernel code, in KernelConfig config, ReadOnlySpan<byte> parameters)
    {
        RefuseInCapture();
        NoteLaunch(code.Name);
        code.Launch(this, config, parameters);
        if (RuntimeTelemetry.Launches.Enabled)
        {
            RuntimeTelemetry.Launches.Add(1);
        }
    }

    /// <summary>Throws when nothing may be enqueued here and now.</summary>
    internal void CheckEnqueue()
    {
        ThrowIfDisposed();
        RefuseInCapture();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void RefuseInCapture()
    {
        if (RecordingStream.IsAnyInProgress)
        {
            RecordingStream.RefuseOther(this);
        }
    }
}
