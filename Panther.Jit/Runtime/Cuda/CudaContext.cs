using System.Runtime.CompilerServices;

namespace Panther.Jit.Runtime.Cuda;

/// <summary>A device's primary context, shared with other users of the CUDA runtime in the process. Retained at first use.</summary>
internal sealed unsafe class CudaContext
{
    [ThreadStatic]
    private static CudaContext? current;

    private readonly CudaDriver driver;
    private readonly CudaDeviceInfo info;
    private readonly nint handle;

    public CudaContext(CudaDriver driver, CudaDeviceInfo info)
    {
        this.driver = driver;
        this.info = info;
        nint context;
        driver.Check(driver.DevicePrimaryCtxRetain(&context, info.Handle), "cuDevicePrimaryCtxRetain", info.Id);
        handle = context;
    }

    /// <summary>Makes the context current on the calling thread; a comparison when it already is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MakeCurrent()
    {
        if (current != this)
        {
            Switch();
        }
    }

    /// <summary>Gives the context back to the driver.</summary>
    public void Release()
    {
        current = null;
        driver.DevicePrimaryCtxRelease(info.Handle);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Switch()
    {
        driver.Check(driver.CtxSetCurrent(handle), "cuCtxSetCurrent", info.Id);
        current = this;
    }
}
