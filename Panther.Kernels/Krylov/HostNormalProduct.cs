using System.Numerics;
using System.Runtime.CompilerServices;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Gemm;

namespace Panther.Kernels.Krylov;

/// <summary>
/// Aᵀ(A x) and Aᵀ(b - A x) for one vector, reading A once, on a device whose memory the host reaches: rows are used a second time while they are in the cache.
/// </summary>
/// <remarks>
/// Sums are accumulated in the element type, by chunks of rows that the shape alone decides, and the chunks are added in order: the same bits for any number of threads.
/// </remarks>
internal static unsafe class HostNormalProduct
{
    private const int MaxChunks = 64;
    private const int MinChunkRows = 64;

    // What a pass over some rows of a matrix that is stored by columns should leave in the second-level cache.
    private const long BlockBytes = 256 << 10;

    /// <summary>image = A x, or b - A x where b is given; destination = Aᵀ image. Enqueues and returns.</summary>
    /// <param name="stream">The stream to enqueue on.</param>
    /// <param name="a">A, m×n, in either layout.</param>
    /// <param name="x">n elements.</param>
    /// <param name="b">m elements; null for none.</param>
    /// <param name="image">Receives m elements; neither x nor b.</param>
    /// <param name="destination">Receives n elements; may be x.</param>
    public static void Enqueue<T>(
        DeviceStream stream, MatrixOperand<T> a, ArrayView<T> x, ArrayView<T>? b, ArrayView<T> image, ArrayView<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int chunks = (int)Math.Clamp(a.Rows / MinChunkRows, 1, MaxChunks);
        using DeviceBuffer<T> partials = stream.Device.Allocate<T>(checked(chunks * a.Columns), stream);
        var work = new Work<T>(
            (nint)stream.HostPointer(a.Elements),
            a.Rows,
            a.Columns,
            a.LeadingDimension,
            a.IsTransposed,
            (nint)stream.HostPointer(x),
            b is { } right ? (nint)stream.HostPointer(right) : 0,
            (nint)stream.HostPointer(image),
            (nint)stream.HostPointer(partials.View),
            (nint)stream.HostPointer(destination),
            chunks);
        stream.EnqueueHost("NormalProduct", work, static (w, parallel) =>
        {
            parallel.For(w.Chunks, w, static (w, first, last, _) =>
            {
                for (long chunk = first; chunk < last; chunk++)
                {
                    w.Run(chunk);
                }
            });
            w.Join();
        });
    }

    private sealed record Work<T>(
        nint Matrix,
        long Rows,
        long Columns,
        long LeadingDimension,
        bool IsByColumns,
        nint Source,
        nint Right,
        nint Image,
        nint Partials,
        nint Destination,
        int Chunks)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(long chunk)
        {
            long first = Rows * chunk / Chunks;
            long last = Rows * (chunk + 1) / Chunks;
            T* sums = (T*)Partials + (chunk * Columns);
            Unsafe.InitBlockUnaligned(sums, 0, checked((uint)(Columns * sizeof(T))));
            if (IsByColumns)
            {
                long block = Math.Max(16, BlockBytes / (Columns * sizeof(T)));
                for (long row = first; row < last; row += block)
                {
                    ByColumns(row, Math.Min(block, last - row), sums);
                }
            }
            else
            {
                long row = first;
                for (; row + 4 <= last; row += 4)
                {
                    FourRows(row, sums);
                }

                for (; row < last; row++)
                {
                    OneRow(row, sums);
                }
            }
        }

        public void Join()
        {
            T* result = (T*)Destination;
            T* partials = (T*)Partials;
            for (long j = 0; j < Columns; j++)
            {
                T sum = T.Zero;
                for (int chunk = 0; chunk < Chunks; chunk++)
                {
                    sum += partials[(chunk * Columns) + j];
                }

                result[j] = sum;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void FourRows(long row, T* sums)
        {
            T* a = (T*)Matrix + (row * LeadingDimension);
            T* b = a + LeadingDimension;
            T* c = b + LeadingDimension;
            T* d = c + LeadingDimension;
            T* x = (T*)Source;
            Vector<T> sumA = Vector<T>.Zero, sumB = Vector<T>.Zero, sumC = Vector<T>.Zero, sumD = Vector<T>.Zero;
            int width = Vector<T>.Count;
            long j = 0;
            for (; j + width <= Columns; j += width)
            {
                Vector<T> v = Vector.Load(x + j);
                sumA += Vector.Load(a + j) * v;
                sumB += Vector.Load(b + j) * v;
                sumC += Vector.Load(c + j) * v;
                sumD += Vector.Load(d + j) * v;
            }

            T wa = Vector.Sum(sumA), wb = Vector.Sum(sumB);
            T wc = Vector.Sum(sumC), wd = Vector.Sum(sumD);
            for (; j < Columns; j++)
            {
                wa += a[j] * x[j];
                wb += b[j] * x[j];
                wc += c[j] * x[j];
                wd += d[j] * x[j];
            }

            wa = Place(row, wa);
            wb = Place(row + 1, wb);
            wc = Place(row + 2, wc);
            wd = Place(row + 3, wd);
            var va = new Vector<T>(wa);
            var vb = new Vector<T>(wb);
            var vc = new Vector<T>(wc);
            var vd = new Vector<T>(wd);
            for (j = 0; j + width <= Columns; j += width)
            {
                Vector<T> sum = Vector.Load(sums + j)
                    + ((Vector.Load(a + j) * va) + (Vector.Load(b + j) * vb))
                    + ((Vector.Load(c + j) * vc) + (Vector.Load(d + j) * vd));
                Vector.Store(sum, sums + j);
            }

            for (; j < Columns; j++)
            {
                sums[j] += ((a[j] * wa) + (b[j] * wb)) + ((c[j] * wc) + (d[j] * wd));
            }
        }

        private void OneRow(long row, T* sums)
        {
            T* a = (T*)Matrix + (row * LeadingDimension);
            T w = Place(row, Dot(a, (T*)Source, Columns));
            Add(w, a, sums, Columns);
        }

        private void ByColumns(long row, long count, T* sums)
        {
            T* a = (T*)Matrix + row;
            T* w = (T*)Image + row;
            T* x = (T*)Source;
            Unsafe.InitBlockUnaligned(w, 0, checked((uint)(count * sizeof(T))));
            for (long j = 0; j < Columns; j++)
            {
                Add(x[j], a + (j * LeadingDimension), w, count);
            }

            for (long i = 0; i < count; i++)
            {
                Place(row + i, w[i]);
            }

            for (long j = 0; j < Columns; j++)
            {
                sums[j] += Dot(a + (j * LeadingDimension), w, count);
            }
        }

        private T Place(long row, T product)
        {
            T value = Right == 0 ? product : ((T*)Right)[row] - product;
            ((T*)Image)[row] = value;
            return value;
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static T Dot(T* x, T* y, long length)
        {
            Vector<T> even = Vector<T>.Zero, odd = Vector<T>.Zero;
            int width = Vector<T>.Count;
            long i = 0;
            for (; i + (2 * width) <= length; i += 2 * width)
            {
                even += Vector.Load(x + i) * Vector.Load(y + i);
                odd += Vector.Load(x + i + width) * Vector.Load(y + i + width);
            }

            T sum = Vector.Sum(even + odd);
            for (; i < length; i++)
            {
                sum += x[i] * y[i];
            }

            return sum;
        }

        /// <summary>y += factor · x.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Add(T factor, T* x, T* y, long length)
        {
            var scale = new Vector<T>(factor);
            int width = Vector<T>.Count;
            long i = 0;
            for (; i + width <= length; i += width)
            {
                Vector.Store(Vector.Load(y + i) + (scale * Vector.Load(x + i)), y + i);
            }

            for (; i < length; i++)
            {
                y[i] += factor * x[i];
            }
        }
    }
}
