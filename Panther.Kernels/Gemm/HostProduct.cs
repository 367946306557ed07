using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Gemm.Host;

namespace Panther.Kernels.Gemm;

/// <summary>Products on a device whose memory the host reaches, by the packed host routine.</summary>
internal static unsafe class HostProduct
{
    /// <summary>See <see cref="MatrixProduct.Enqueue{T}"/>.</summary>
    public static void Enqueue<T>(DeviceStream stream, T alpha, MatrixOperand<T> a, MatrixOperand<T> b, T beta, MatrixOperand<T> c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var work = new Work<T>(alpha, On(stream, a), On(stream, b), beta, On(stream, c));
        stream.EnqueueHost("MatrixProduct", work, static (w, parallel) =>
        {
            if (w.IsGram)
            {
                HostGemm.Gram(w.Alpha, w.B, w.Beta, w.C, parallel.Degree);
            }
            else
            {
                HostGemm.Multiply(w.Alpha, w.A, w.B, w.Beta, w.C, parallel.Degree);
            }
        });
    }

    /// <summary>See <see cref="MatrixProduct.EnqueueWithRow{T}"/>: the row is copied to each of the destination's, then the product is added.</summary>
    public static void EnqueueWithRow<T>(DeviceStream stream, MatrixOperand<T> a, MatrixOperand<T> b, ArrayView<T> row, MatrixOperand<T> c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var work = new Work<T>(T.One, On(stream, a), On(stream, b), T.One, On(stream, c)) { Row = HostMatrix<T>.RowMajor(stream.HostPointer(row), 1, row.Length, row.Length) };
        stream.EnqueueHost("MatrixProduct", work, static (w, parallel) =>
        {
            parallel.For(w.C.Rows, w, static (w, first, last, _) =>
            {
                for (long i = first; i < last; i++)
                {
                    long bytes = w.C.Columns * sizeof(T);
                    Buffer.MemoryCopy(w.Row.Pointer, w.C.Pointer + (i * w.C.RowStride), bytes, bytes);
                }
            });
            HostGemm.Multiply(w.Alpha, w.A, w.B, w.Beta, w.C, parallel.Degree);
        });
    }

    private static HostMatrix<T> On<T>(DeviceStream stream, MatrixOperand<T> operand)
        where T : unmanaged
    {
        var stored = HostMatrix<T>.RowMajor(stream.HostPointer(operand.Elements), operand.StoredRows, operand.StoredColumns, operand.LeadingDimension);
        return operand.IsTransposed ? stored.Transposed : stored;
    }

    private sealed record Work<T>(T Alpha, HostMatrix<T> A, HostMatrix<T> B, T Beta, HostMatrix<T> C)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>Gets what is added to every row.</summary>
        public HostMatrix<T> Row { get; init; }

        /// <summary>Gets a value indicating whether the left factor is the transpose of the right one, so that half of the product will do.</summary>
        public bool IsGram => A.Pointer == B.Pointer && Beta == T.Zero
            && A.Rows == B.Columns && A.Columns == B.Rows && A.RowStride == B.ColumnStride && A.ColumnStride == B.RowStride;
    }
}
