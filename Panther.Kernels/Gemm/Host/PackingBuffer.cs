using System.Runtime.InteropServices;

namespace Panther.Kernels.Gemm.Host;

/// <summary>
/// Aligned native memory for packed panels. A few buffers are kept between calls; the rest are freed when returned.
/// </summary>
internal sealed unsafe class PackingBuffer : IDisposable
{
    private const nuint Alignment = 64;
    private static readonly int s_retainedLimit = Math.Min(4, Environment.ProcessorCount);
    private static readonly Stack<PackingBuffer> s_retained = new(s_retainedLimit);

    private void* _pointer;
    private nuint _bytes;

    private PackingBuffer()
    {
    }

    /// <summary>Frees a buffer that was not returned.</summary>
    ~PackingBuffer() => Free();

    /// <summary>The memory, on a cache line.</summary>
    public void* Pointer => _pointer;

    /// <summary>Takes a buffer of at least <paramref name="bytes"/> bytes; <see cref="Dispose"/> gives it back.</summary>
    /// <param name="bytes">The size.</param>
    /// <exception cref="OutOfMemoryException">The memory is not to be had.</exception>
    public static PackingBuffer Rent(long bytes)
    {
        PackingBuffer? buffer;
        lock (s_retained)
        {
            s_retained.TryPop(out buffer);
        }

        buffer ??= new PackingBuffer();
        if (buffer._bytes < (nuint)bytes)
        {
            buffer.Free();
            buffer._pointer = NativeMemory.AlignedAlloc((nuint)bytes, Alignment);
            buffer._bytes = (nuint)bytes;
        }

        return buffer;
    }

    /// <summary>Gives the buffer back for the next call.</summary>
    public void Dispose()
    {
        lock (s_retained)
        {
            if (s_retained.Count < s_retainedLimit)
            {
                s_retained.Push(this);
                return;
            }
        }

        Free();
    }

    private void Free()
    {
        NativeMemory.AlignedFree(_pointer);
        _pointer = null;
        _bytes = 0;
    }
}
