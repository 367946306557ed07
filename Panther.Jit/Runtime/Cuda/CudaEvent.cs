namespace Panther.Jit.Runtime.Cuda;

/// <summary>A mark in a CUDA stream.</summary>
internal sealed unsafe class CudaEvent : DeviceEvent
{
    private readonly CudaDevice device;
    private nint handle;

    public CudaEvent(CudaDevice device)
        : base(device)
    {
        this.device = device;
        handle = device.Events.Take();
    }

    ~CudaEvent() => Dispose(disposing: false);

    /// <inheritdoc/>
    public override bool IsCompleted
    {
        get
        {
            CudaResult result = device.Enter().EventQuery(Handle);
            if (result != CudaResult.NotReady)
            {
                Check(result, "cuEventQuery");
            }

            return result == CudaResult.Success;
        }
    }

    internal nint Handle
    {
        get
        {
            ObjectDisposedException.ThrowIf(handle == 0, this);
            return handle;
        }
    }

    /// <inheritdoc/>
    public override void Synchronize() => Check(device.Enter().EventSynchronize(Handle), "cuEventSynchronize");

    private protected override double MillisecondsSince(DeviceEvent since)
    {
        float milliseconds;
        Check(device.Enter().EventElapsedTime(&milliseconds, ((CudaEvent)since).Handle, Handle), "cuEventElapsedTime");
        return milliseconds;
    }

    private protected override void Dispose(bool disposing)
    {
        nint returned = Interlocked.Exchange(ref handle, 0);
        if (returned != 0)
        {
            device.Events.Return(returned);
        }
    }

    private void Check(CudaResult result, string call) => device.Enter().Check(result, call, device.Id);
}
