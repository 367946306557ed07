namespace Panther.Jit.Runtime.OpenCl;

/// <summary>An in-order OpenCL queue.</summary>
internal sealed unsafe partial class OpenClStream : DeviceStream
{
    private readonly OpenClDevice device;
    private readonly OpenClDriver driver;

    public OpenClStream(OpenClDevice device, bool isDefault)
        : base(device, isDefault)
    {
        this.device = device;
        driver = device.Driver;
        Handle = device.Context.CreateQueue();
    }

    internal nint Handle { get; }

    /// <inheritdoc/>
    public override void Synchronize()
    {
        ThrowIfDisposed();
        long count = Volatile.Read(ref enqueued);
        Check(driver.Finish(Handle), "clFinish");
        NoteReached(count);
        CheckBounds();
    }

    /// <inheritdoc/>
    public override DeviceEvent RecordEvent()
    {
        ThrowIfDisposed();
        return new OpenClEvent(device, EnqueueMarker());
    }

    /// <summary>Enqueues groups of threads.</summary>
    /// <param name="kernel">The kernel object, its arguments set.</param>
    /// <param name="global">Threads in the three directions, a multiple of <paramref name="local"/>.</param>
    /// <param name="local">Threads of a group in the three directions.</param>
    public OpenClResult EnqueueKernel(nint kernel, nuint* global, nuint* local)
    {
        ThrowIfDisposed();
        return Enqueued(driver.EnqueueNDRangeKernel(Handle, kernel, 3, null, global, local, 0, null, null));
    }

    /// <inheritdoc/>
    internal override void WaitIdle() => _ = driver.Finish(Handle);

    private protected override void EnqueueWait(DeviceEvent deviceEvent)
    {
        ThrowIfDisposed();
        nint awaited = ((OpenClEvent)deviceEvent).Handle;
        Check(Enqueued(driver.EnqueueBarrierWithWaitList(Handle, 1, &awaited, null)), "clEnqueueBarrierWithWaitList");
    }

    private protected override void Release()
    {
        ForgetMarker();
        _ = driver.ReleaseCommandQueue(Handle);
    }

    /// <summary>Enqueues a marker and has the driver send everything up to it to the device, so that others may wait for it.</summary>
    private nint EnqueueMarker()
    {
        nint marker;
        Check(driver.EnqueueMarkerWithWaitList(Handle, 0, null, &marker), "clEnqueueMarkerWithWaitList");
        Check(driver.Flush(Handle), "clFlush");
        return marker;
    }

    private void Check(OpenClResult result, string call)
    {
        if (result != OpenClResult.Success)
        {
            throw Failure(call, OpenClDriver.Describe(result) + ".");
        }
    }
}
