using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Gemm.Host;

namespace Panther.Kernels.Attention.Host;

/// <summary>The vectors of <see cref="AttentionOperand{T}"/> in host memory.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal readonly unsafe struct HostHeads<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T* pointer;
    private readonly long batchStride;
    private readonly long headStride;
    private readonly long rowStride;

    public HostHeads(DeviceStream stream, AttentionOperand<T> operand)
    {
        pointer = stream.HostPointer(operand.Elements);
        (batchStride, headStride, rowStride) = (operand.BatchStride, operand.HeadStride, operand.RowStride);
    }

    /// <summary>A head's first row.</summary>
    public T* Head(long batch, long head) => pointer + (batch * batchStride) + (head * headStride);

    /// <summary>Rows of a head as a matrix.</summary>
    public HostMatrix<T> Rows(long batch, long head, int first, int count, int size)
        => HostMatrix<T>.RowMajor(Head(batch, head) + (first * rowStride), count, size, rowStride);
}
