namespace Panther.Jit.Runtime.OpenCl;

/// <summary>A marker in an OpenCL queue.</summary>
internal sealed unsafe class OpenClEvent(OpenClDevice device, nint handle) : DeviceEvent(device)
{
    private const double NanosecondsPerMillisecond = 1e6;

    private readonly OpenClDriver driver = device.Driver;
    private nint handle = handle;

    ~OpenClEvent() => Dispose(disposing: false);

    /// <inheritdoc/>
    public override bool IsCompleted => driver.IsReached(Handle, Device.Id);

    internal nint Handle
    {
        get
        {
            ObjectDisposedException.ThrowIf(handle == 0, this);
            return handle;
        }
    }

    /// <inheritdoc/>
    public override void Synchronize()
    {
        nint waited = Handle;
        OpenClDriver.Check(driver.WaitForEvents(1, &waited), "clWaitForEvents", Device.Id);
    }

    private protected override double MillisecondsSince(DeviceEvent since)
        => (long)(EndTime() - ((OpenClEvent)since).EndTime()) / NanosecondsPerMillisecond;

    private protected override void Dispose(bool disposing)
    {
        nint released = Interlocked.Exchange(ref handle, 0);
        if (released != 0)
        {
            _ = driver.ReleaseEvent(released);
        }
    }

    private ulong EndTime()
    {
        ulong nanoseconds;
        OpenClDriver.Check(
            driver.GetEventProfilingInfo(Handle, OpenClQuery.ProfilingCommandEnd, sizeof(ulong), &nanoseconds, null), "clGetEventProfilingInfo", Device.Id);
        return nanoseconds;
    }
}
