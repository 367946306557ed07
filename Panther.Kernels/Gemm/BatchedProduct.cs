using System.Numerics;
using Panther.Jit.Runtime;

namespace Panther.Kernels.Gemm;

/// <summary>Enqueues many products of one shape: one launch on GPUs, one after another where the host does them.</summary>
internal static class BatchedProduct
{
    /// <summary><c>c[i] = a[i] * b[i]</c>, accumulated in <typeparamref name="T"/>.</summary>
    /// <param name="stream">The stream to enqueue on.</param>
    /// <param name="a">The first left factor, m×k; its view reaches to the last one's end.</param>
    /// <param name="b">The first right factor, k×n.</param>
    /// <param name="c">The first destination, m×n, stored by rows.</param>
    /// <param name="batch">Where the others are.</param>
    /// <exception cref="OverflowException">The device is a GPU, and a matrix has more than 2³¹ - 1 rows or columns.</exception>
    public static void Enqueue<T>(DeviceStream stream, MatrixOperand<T> a, MatrixOperand<T> b, MatrixOperand<T> c, GemmBatch batch)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (batch.Count == 1 || stream.Device.Supports(DeviceFeature.HostRoutines))
        {
            for (long i = 0; i < batch.Count; i++)
            {
                MatrixProduct.Enqueue(
                    stream,
                    T.One,
                    a with { Elements = a.Elements.SubView(batch.LeftOffset(i)) },
                    b with { Elements = b.Elements.SubView(batch.RightOffset(i)) },
                    T.Zero,
                    c with { Elements = c.Elements.SubView(i * batch.Output) });
            }

            return;
        }

        GemmBatchLaunch<T>.Enqueue(stream, a.IsTransposed, b.IsTransposed, GemmArguments<T>.Of(a, b, c, T.One, T.Zero), batch);
    }
}
