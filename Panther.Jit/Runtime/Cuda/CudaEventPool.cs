namespace Panther.Jit.Runtime.Cuda;

/// <summary>Driver events for reuse. An event may be recorded again while others still wait for its last mark; the driver keeps them apart.</summary>
internal sealed unsafe class CudaEventPool(CudaDevice device)
{
    private readonly Lock gate = new();
    private readonly Stack<nint> free = [];

    public nint Take()
    {
        lock (gate)
        {
            if (free.TryPop(out nint pooled))
            {
                return pooled;
            }
        }

        CudaDriver driver = device.Enter();
        nint created;
        driver.Check(driver.EventCreate(&created, 0), "cuEventCreate", device.Id);
        return created;
    }

    public void Return(nint handle)
    {
        lock (gate)
        {
            free.Push(handle);
        }
    }

    public void Clear()
    {
        CudaDriver driver = device.Enter();
        lock (gate)
        {
            while (free.TryPop(out nint handle))
            {
                _ = driver.EventDestroy(handle);
            }
        }
    }
}
