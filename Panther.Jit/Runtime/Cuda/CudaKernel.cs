using System.Runtime.CompilerServices;
using Panther.Jit.Dialect;

namespace Panther.Jit.Runtime.Cuda;

/// <summary>A kernel in a CUDA module.</summary>
internal sealed unsafe class CudaKernel : CompiledKernel
{
    /// <summary>Shared memory that every launch may have without being asked for, in bytes.</summary>
    private const int CommonSharedBytes = 48 << 10;

    /// <summary>The most groups in the second and third direction, on every NVIDIA GPU.</summary>
    private const int LargestGridYZ = 65535;

    private const int SharedSizeAttribute = 1;
    private const int LocalSizeAttribute = 3;
    private const int RegistersAttribute = 4;
    private const int MaxDynamicSharedAttribute = 8;

    // CU_LAUNCH_PARAM_BUFFER_POINTER, _BUFFER_SIZE and _END.
    private const nint ParameterPointer = 1;
    private const nint ParameterSize = 2;
    private const nint ParameterEnd = 0;

    private readonly CudaDevice device;
    private readonly nint function;
    private readonly int sharedBytes;
    private readonly int staticSharedBytes;
    private readonly Lock raising = new();
    private int dynamicLimit;

    public CudaKernel(CudaDevice device, string name, nint function, int sharedBytes, int indicesPerThread)
        : base(device, name)
    {
        this.device = device;
        this.function = function;
        this.sharedBytes = sharedBytes;
        IndicesPerThread = indicesPerThread;
        staticSharedBytes = Attribute(SharedSizeAttribute);
        dynamicLimit = CommonSharedBytes - staticSharedBytes;
    }

    /// <inheritdoc/>
    public override int IndicesPerThread { get; }

    /// <summary>Registers that the driver gave a thread.</summary>
    public int RegistersPerThread => Attribute(RegistersAttribute);

    /// <summary>Bytes of local memory (spills and arrays that did not fit registers) of a thread.</summary>
    public int LocalBytesPerThread => Attribute(LocalSizeAttribute);

    /// <inheritdoc/>
    [SkipLocalsInit]
    public override void Launch(DeviceStream stream, in KernelConfig config, ReadOnlySpan<byte> parameterBlock)
    {
        if (config.GridDim.Y > LargestGridYZ || config.GridDim.Z > LargestGridYZ)
        {
            throw new ArgumentOutOfRangeException(
                nameof(config), $"The launch of {Name} with {config} has more than {LargestGridYZ} groups in direction Y or Z, the most that CUDA allows; put the longest direction in X.");
        }

        CudaDriver driver = device.Enter();
        int dynamicShared = config.DynamicSharedBytes + sharedBytes;
        if (dynamicShared > dynamicLimit)
        {
            RaiseDynamicLimit(dynamicShared);
        }

        nuint size = (nuint)parameterBlock.Length;
        CudaResult result;
        fixed (byte* block = parameterBlock)
        {
            nint* extra = stackalloc nint[5];
            extra[0] = ParameterPointer;
            extra[1] = (nint)block;
            extra[2] = ParameterSize;
            extra[3] = (nint)(&size);
            extra[4] = ParameterEnd;
            result = driver.LaunchKernel(
                function,
                (uint)config.GridDim.X,
                (uint)config.GridDim.Y,
                (uint)config.GridDim.Z,
                (uint)config.GroupDim.X,
                (uint)config.GroupDim.Y,
                (uint)config.GroupDim.Z,
                (uint)dynamicShared,
                ((CudaStream)stream).Handle,
                null,
                size == 0 ? null : extra);
        }

        if (result != CudaResult.Success)
        {
            throw stream.Failure($"cuLaunchKernel({Name}, {config})", driver.Describe(result) + ".");
        }
    }

    private void RaiseDynamicLimit(int bytes)
    {
        if (bytes + staticSharedBytes > device.MaxSharedBytesPerGroup)
        {
            throw new ArgumentOutOfRangeException(
                nameof(bytes), $"{Name} asks for {bytes + staticSharedBytes} bytes of shared memory in a group; {device.Id} has {device.MaxSharedBytesPerGroup}.");
        }

        lock (raising)
        {
            if (bytes > dynamicLimit)
            {
                CudaDriver driver = device.Enter();
                driver.Check(driver.FuncSetAttribute(function, MaxDynamicSharedAttribute, bytes), $"cuFuncSetAttribute({Name})", device.Id);
                dynamicLimit = bytes;
            }
        }
    }

    private int Attribute(int attribute)
    {
        CudaDriver driver = device.Enter();
        int value;
        driver.Check(driver.FuncGetAttribute(&value, attribute, function), $"cuFuncGetAttribute({Name})", device.Id);
        return value;
    }
}
