using System.Runtime.InteropServices;

namespace Panther.Kernels.Gemm.Host;

/// <summary>A row-major matrix of zeros in native memory of its own, on a cache line; freed by <see cref="Dispose"/>.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal sealed unsafe class HostScratch<T> : IDisposable
    where T : unmanaged
{
    private const nuint Alignment = 64;
    private void* _memory;

    /// <summary>Allocates the matrix.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <exception cref="OverflowException">The size does not fit an address.</exception>
    /// <exception cref="OutOfMemoryException">The memory is not to be had.</exception>
    public HostScratch(long rows, long columns)
    {
        nuint bytes = checked((nuint)rows * (nuint)columns * (nuint)sizeof(T));
        _memory = NativeMemory.AlignedAlloc(Math.Max(bytes, Alignment), Alignment);
        NativeMemory.Clear(_memory, bytes);
        View = HostMatrix<T>.RowMajor((T*)_memory, rows, columns, columns);
    }

    /// <summary>Frees a matrix that was not disposed of.</summary>
    ~HostScratch() => Free();

    /// <summary>The matrix, valid until <see cref="Dispose"/>.</summary>
    public HostMatrix<T> View { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(_memory);
        _memory = null;
    }
}
