namespace Panther.Jit.Runtime.OpenCl;

/// <summary>A device's own context, made at first use.</summary>
internal sealed unsafe class OpenClContext
{
    private const nint PlatformProperty = 0x1084;
    private const ulong ProfilingQueue = 1 << 1;

    private readonly OpenClDriver driver;
    private readonly OpenClDeviceInfo info;

    public OpenClContext(OpenClDriver driver, OpenClDeviceInfo info)
    {
        this.driver = driver;
        this.info = info;
        nint* properties = stackalloc nint[] { PlatformProperty, info.Platform, 0 };
        nint device = info.Handle;
        OpenClResult result;
        Handle = driver.CreateContext(properties, 1, &device, 0, 0, &result);
        OpenClDriver.Check(result, "clCreateContext", info.Id);
    }

    public nint Handle { get; }

    /// <summary>Makes an in-order queue whose commands carry times.</summary>
    public nint CreateQueue()
    {
        OpenClResult result;
        nint queue = driver.CreateCommandQueue(Handle, info.Handle, ProfilingQueue, &result);
        OpenClDriver.Check(result, "clCreateCommandQueue", info.Id);
        return queue;
    }

    public void Release() => _ = driver.ReleaseContext(Handle);
}
