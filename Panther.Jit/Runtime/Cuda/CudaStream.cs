using System.Runtime.InteropServices;

namespace Panther.Jit.Runtime.Cuda;

/// <summary>A CUDA stream that does not synchronise with the legacy default stream.</summary>
internal sealed unsafe partial class CudaStream : DeviceStream
{
    private const uint NonBlocking = 1;

    private readonly CudaDevice device;

    public CudaStream(CudaDevice device, bool isDefault)
        : base(device, isDefault)
    {
        this.device = device;
        CudaDriver driver = device.Enter();
        nint created;
        driver.Check(driver.StreamCreate(&created, NonBlocking), "cuStreamCreate", device.Id);
        Handle = created;
    }

    /// <inheritdoc/>
    public override bool IsIdle
    {
        get
        {
            ThrowIfDisposed();
            CudaResult result = device.Enter().StreamQuery(Handle);
            if (result != CudaResult.NotReady)
            {
                Check(result, "cuStreamQuery");
            }

            return result == CudaResult.Success;
        }
    }

    internal nint Handle { get; }

    /// <inheritdoc/>
    public override void Synchronize()
    {
        ThrowIfDisposed();
        Check(device.Enter().StreamSynchronize(Handle), "cuStreamSynchronize");
        CheckBounds();
    }

    /// <inheritdoc/>
    public override DeviceEvent RecordEvent()
    {
        ThrowIfDisposed();
        CudaEvent mark = new(device);
        Check(device.Enter().EventRecord(mark.Handle, Handle), "cuEventRecord");
        return mark;
    }

    /// <inheritdoc/>
    internal override void WaitIdle()
    {
        if (!device.IsDisposed)
        {
            _ = device.Enter().StreamSynchronize(Handle);
        }
    }

    private protected override void EnqueueWait(DeviceEvent deviceEvent)
    {
        ThrowIfDisposed();
        Check(device.Enter().StreamWaitEvent(Handle, ((CudaEvent)deviceEvent).Handle, 0), "cuStreamWaitEvent");
    }

    private protected override void Release()
    {
        if (!device.IsDisposed)
        {
            _ = device.Enter().StreamDestroy(Handle);
        }
    }

    [UnmanagedCallersOnly]
    private static void OnReached(nint stream, CudaResult result, nint state)
    {
        GCHandle handle = GCHandle.FromIntPtr(state);
        TaskCompletionSource<CudaResult> source = (TaskCompletionSource<CudaResult>)handle.Target!;
        handle.Free();
        source.TrySetResult(result);
    }

    private void AddCallback(TaskCompletionSource<CudaResult> source)
    {
        GCHandle state = GCHandle.Alloc(source);
        CudaResult result = device.Enter().StreamAddCallback(Handle, &OnReached, GCHandle.ToIntPtr(state), 0);
        if (result != CudaResult.Success)
        {
            state.Free();
            Check(result, "cuStreamAddCallback");
        }
    }

    private void Check(CudaResult result, string call)
    {
        if (result != CudaResult.Success)
        {
            throw Failure(call, device.Enter().Describe(result) + ".");
        }
    }
}
