using System.Runtime.InteropServices;

namespace Panther.Jit.Runtime.Cuda;

/// <summary>Copies and fills. The driver stages pageable host memory itself before it returns, so a source may be changed at once.</summary>
internal sealed unsafe partial class CudaStream
{
    internal override void CopyFromHost(void* source, nint destination, long bytes)
        => Check(device.Enter().MemcpyHtoDAsync(destination, source, (nuint)bytes, Handle), $"cuMemcpyHtoDAsync of {bytes} bytes");

    private protected override void CopyToHost(nint source, void* destination, long bytes)
    {
        if (bytes > 0)
        {
            Check(device.Enter().MemcpyDtoHAsync(destination, source, (nuint)bytes, Handle), $"cuMemcpyDtoHAsync of {bytes} bytes");
        }

        Synchronize();
    }

    internal override void CopyOnDevice(nint source, nint destination, long bytes)
        => Check(device.Enter().MemcpyDtoDAsync(destination, source, (nuint)bytes, Handle), $"cuMemcpyDtoDAsync of {bytes} bytes");

    internal override void FillOnDevice(nint destination, long count, ReadOnlySpan<byte> element)
    {
        CudaDriver driver = device.Enter();
        if (!element.ContainsAnyExcept(element[0]))
        {
            Check(driver.MemsetD8Async(destination, element[0], (nuint)(count * element.Length), Handle), "cuMemsetD8Async");
        }
        else if (element.Length == sizeof(ushort))
        {
            Check(driver.MemsetD16Async(destination, MemoryMarshal.Read<ushort>(element), (nuint)count, Handle), "cuMemsetD16Async");
        }
        else if (element.Length == sizeof(uint))
        {
            Check(driver.MemsetD32Async(destination, MemoryMarshal.Read<uint>(element), (nuint)count, Handle), "cuMemsetD32Async");
        }
        else
        {
            FillByCopies(destination, count, element);
        }
    }
}
