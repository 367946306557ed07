namespace Panther.Jit.Runtime.Cuda;

/// <summary>What the driver says about a device, read without making a context.</summary>
internal sealed record CudaDeviceInfo
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required int Handle { get; init; }

    public required int Major { get; init; }

    public required int Minor { get; init; }

    public required int ComputeMode { get; init; }

    public required int WarpSize { get; init; }

    public required int MaxThreadsPerGroup { get; init; }

    public required int MaxSharedBytesPerGroup { get; init; }

    public required int MultiprocessorCount { get; init; }

    public static unsafe CudaDeviceInfo Read(CudaDriver driver, int handle, string id, string name)
    {
        int Ask(CudaAttribute attribute)
        {
            int value;
            driver.Check(driver.DeviceGetAttribute(&value, attribute, handle), $"cuDeviceGetAttribute({attribute})", id);
            return value;
        }

        return new CudaDeviceInfo
        {
            Id = id,
            Name = name,
            Handle = handle,
            Major = Ask(CudaAttribute.ComputeCapabilityMajor),
            Minor = Ask(CudaAttribute.ComputeCapabilityMinor),
            ComputeMode = Ask(CudaAttribute.ComputeMode),
            WarpSize = Ask(CudaAttribute.WarpSize),
            MaxThreadsPerGroup = Ask(CudaAttribute.MaxThreadsPerBlock),
            MaxSharedBytesPerGroup = Ask(CudaAttribute.MaxSharedMemoryPerBlockOptIn),
            MultiprocessorCount = Ask(CudaAttribute.MultiprocessorCount),
        };
    }
}
