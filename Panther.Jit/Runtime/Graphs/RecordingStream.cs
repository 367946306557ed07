using Panther.Jit.Dialect;

namespace Panther.Jit.Runtime;

/// <summary>
/// The stream that the action of a capture gets: it notes work instead of enqueuing it. The work reaches the driver when the graph is made or
/// launched, so while the action runs nothing that it does (loading kernels, allocating) is under the restrictions of a driver's capture.
/// </summary>
/// <param name="origin">The stream on which the capture was asked for: the order that memory allocated in the capture belongs to.</param>
internal sealed unsafe class RecordingStream(DeviceStream origin) : DeviceStream(origin.Device, isDefault: false)
{
    [ThreadStatic]
    private static RecordingStream? current;

    private static int inProgress;

    private readonly Lock gate = new();
    private readonly List<RecordedCommand> commands = [];
    private readonly HashSet<DeviceAllocation> held = [];
    private readonly List<DeviceAllocation> allocated = [];

    /// <summary>Whether any thread records a capture; what is asked first, because it is nearly always no.</summary>
    public static bool IsAnyInProgress => Volatile.Read(ref inProgress) != 0;

    /// <inheritdoc/>
    public override bool IsIdle => throw Waiting();

    /// <summary>Records what an action enqueues.</summary>
    public static RecordedWork Record(DeviceStream origin, Action<DeviceStream> action)
    {
        if (current is not null)
        {
            throw new InvalidOperationException("A capture cannot be begun inside the action of another one on the same thread.");
        }

        RecordingStream stream = new(origin);
        current = stream;
        Interlocked.Increment(ref inProgress);
        bool isDone = false;
        try
        {
            action(stream);
            isDone = true;
        }
        finally
        {
            Interlocked.Decrement(ref inProgress);
            current = null;
            stream.Finish(keep: isDone);
        }

        return new RecordedWork(origin.Device, [.. stream.commands], [.. stream.held]);
    }

    /// <summary>Throws when the calling thread records a capture for the stream's device, into another stream.</summary>
    public static void RefuseOther(DeviceStream stream)
    {
        if (current is { } recording && recording != stream && recording.Device == stream.Device)
        {
            throw new InvalidOperationException(
                $"Work is enqueued on another stream of {stream.Device.Id} inside the action of a capture; enqueue it on the stream that the action gets.");
        }
    }

    /// <summary>Allocates memory whose home is this stream during the capture, and the stream that the capture was asked of afterwards.</summary>
    public DeviceAllocation Allocate(long bytes)
    {
        DeviceAllocation allocation = new(Device, bytes, origin, home: this);
        allocated.Add(allocation);
        Hold(allocation);
        return allocation;
    }

    /// <summary>Keeps memory for the graph, even when its buffer is disposed.</summary>
    public void Hold(DeviceAllocation allocation)
    {
        ThrowIfDisposed();
        lock (gate)
        {
            if (held.Add(allocation))
            {
                allocation.Hold();
            }
        }
    }

    /// <summary>Adds the work of a graph that is launched in the capture.</summary>
    public void Add(RecordedWork work)
    {
        foreach (DeviceAllocation allocation in work.Held)
        {
            Hold(allocation);
        }

        lock (gate)
        {
            commands.AddRange(work.Commands);
        }
    }

    /// <inheritdoc/>
    public override void Synchronize() => throw Waiting();

    /// <inheritdoc/>
    public override Task SynchronizeAsync(CancellationToken cancellationToken = default) => throw Waiting();

    /// <inheritdoc/>
    public override DeviceEvent RecordEvent() =>
        throw new InvalidOperationException("A capture has no events: all of its work is in the order of one stream.");

    /// <inheritdoc/>
    internal override void Enqueue(CompiledKernel code, in KernelConfig config, ReadOnlySpan<byte> parameters)
        => Add(new RecordedCommand.Launch(code, config, parameters.ToArray()));

    /// <inheritdoc/>
    internal override void WaitIdle()
    {
        // Nothing was enqueued.
    }

    /// <summary>Copies the host's bytes to the device now; what is recorded is the copy from there.</summary>
    internal override void CopyFromHost(void* source, nint destination, long bytes)
    {
        using DeviceAllocation staging = new(Device, bytes, origin);
        Hold(staging);
        origin.CopyFromHost(source, staging.Address, bytes);
        CopyOnDevice(staging.Address, destination, bytes);
    }

    internal override void CopyOnDevice(nint source, nint destination, long bytes) => Add(new RecordedCommand.Copy(source, destination, bytes));

    /// <summary>Records what every driver can fill with by itself; anything else is sent to the device now, and copied from there.</summary>
    internal override void FillOnDevice(nint destination, long count, ReadOnlySpan<byte> element)
    {
        if (element.Length is 1 or 2 or 4 || !element.ContainsAnyExcept(element[0]))
        {
            Add(new RecordedCommand.Fill(destination, count, element.ToArray()));
        }
        else
        {
            FillByCopies(destination, count, element);
        }
    }

    internal override void EnqueueHostRoutine(string name, HostRoutine routine)
    {
        if (!Device.Supports(DeviceFeature.HostRoutines))
        {
            base.EnqueueHostRoutine(name, routine);
        }

        Add(new RecordedCommand.Host(name, routine));
    }

    private protected override void CopyToHost(nint source, void* destination, long bytes) => throw Waiting();

    private protected override void EnqueueWait(DeviceEvent deviceEvent)
        => throw new InvalidOperationException("A capture cannot wait for an event; have the stream wait on which the graph is launched.");

    private protected override void Release()
    {
        foreach (DeviceAllocation allocation in allocated)
        {
            allocation.Rehome(this, origin);
        }
    }

    private static InvalidOperationException Waiting() =>
        new("A capture cannot wait for its work or read results: nothing runs before the graph is launched. Do it after LaunchGraph.Launch.");

    private void Add(RecordedCommand command)
    {
        ThrowIfDisposed();
        lock (gate)
        {
            commands.Add(command);
        }
    }

    /// <summary>Ends the recording.</summary>
    /// <param name="keep">Whether the held memory goes to a graph; otherwise it is let go.</param>
    private void Finish(bool keep)
    {
        Close();
        if (!keep)
        {
            foreach (DeviceAllocation allocation in held)
            {
                allocation.Release();
            }
        }
    }
}
