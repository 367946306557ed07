using System.Numerics;

namespace Panther.Jit.Runtime.OpenCl;

/// <summary>Copies and fills.</summary>
internal sealed unsafe partial class OpenClStream
{
    /// <summary>The longest pattern that <c>clEnqueueFillBuffer</c> takes.</summary>
    private const int LargestPattern = 128;

    /// <summary>Waits for the copy, since the source may be changed on return.</summary>
    internal override void CopyFromHost(void* source, nint destination, long bytes)
        => Check(
            Enqueued(driver.EnqueueWriteBuffer(
                Handle, device.Buffers.Buffer(destination), 1, (nuint)OpenClMemorySource.Offset(destination), (nuint)bytes, source, 0, null, null)),
            $"clEnqueueWriteBuffer of {bytes} bytes");

    private protected override void CopyToHost(nint source, void* destination, long bytes)
    {
        if (bytes > 0)
        {
            Check(
                Enqueued(driver.EnqueueReadBuffer(
                    Handle, device.Buffers.Buffer(source), 1, (nuint)OpenClMemorySource.Offset(source), (nuint)bytes, destination, 0, null, null)),
                $"clEnqueueReadBuffer of {bytes} bytes");
        }

        Synchronize();
    }

    internal override void CopyOnDevice(nint source, nint destination, long bytes)
        => Check(
            Enqueued(driver.EnqueueCopyBuffer(
                Handle,
                device.Buffers.Buffer(source),
                device.Buffers.Buffer(destination),
                (nuint)OpenClMemorySource.Offset(source),
                (nuint)OpenClMemorySource.Offset(destination),
                (nuint)bytes,
                0,
                null,
                null)),
            $"clEnqueueCopyBuffer of {bytes} bytes");

    internal override void FillOnDevice(nint destination, long count, ReadOnlySpan<byte> element)
    {
        ulong offset = OpenClMemorySource.Offset(destination);
        if (element.Length > LargestPattern || !BitOperations.IsPow2(element.Length) || offset % (ulong)element.Length != 0)
        {
            FillByCopies(destination, count, element);
            return;
        }

        fixed (byte* pattern = element)
        {
            Check(
                Enqueued(driver.EnqueueFillBuffer(
                    Handle, device.Buffers.Buffer(destination), pattern, (nuint)element.Length, (nuint)offset, (nuint)(count * element.Length), 0, null, null)),
                "clEnqueueFillBuffer");
        }
    }
}
