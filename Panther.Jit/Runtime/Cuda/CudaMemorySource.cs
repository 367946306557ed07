namespace Panther.Jit.Runtime.Cuda;

/// <summary>Memory of a CUDA device.</summary>
internal sealed unsafe class CudaMemorySource(CudaDevice device) : MemorySource
{
    public override bool TryAllocate(long bytes, out nint address)
    {
        CudaDriver driver = device.Enter();
        nint allocated = 0;
        CudaResult result = driver.MemAlloc(&allocated, (nuint)bytes);
        address = allocated;
        if (result == CudaResult.OutOfMemory)
        {
            return false;
        }

        driver.Check(result, "cuMemAlloc", device.Id);
        return true;
    }

    public override void Free(nint address, long bytes)
    {
        // Freeing happens on clean-up paths: a context that failed has told so where it failed, and one that is gone took its memory along.
        if (!device.IsDisposed)
        {
            _ = device.Enter().MemFree(address);
        }
    }

    public override (long Total, long Free) Query()
    {
        CudaDriver driver = device.Enter();
        nuint free;
        nuint total;
        driver.Check(driver.MemGetInfo(&free, &total), "cuMemGetInfo", device.Id);
        return ((long)total, (long)free);
    }
}
