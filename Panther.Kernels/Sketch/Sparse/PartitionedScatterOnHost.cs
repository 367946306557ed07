using System.Numerics;
using System.Runtime.InteropServices;
using Panther.Jit.Runtime;
using Panther.Kernels.Gemm.Host;

namespace Panther.Kernels.Sketch.Sparse;

/// <summary>
/// <see cref="PartitionedScatterKernel"/> on a device whose memory the host reaches. A thread has some columns for itself, so that results do not depend on the
/// number of threads.
/// </summary>
internal static unsafe class PartitionedScatterOnHost
{
    /// <summary>The rows of the source whose non-zeros are drawn together.</summary>
    private const int Chunk = 128;

    /// <summary>Columns of a strip are a multiple of this, one cache line of floats.</summary>
    private const long ColumnStep = 16;

    /// <summary>See <see cref="PartitionedScatter.Enqueue"/>.</summary>
    public static void Enqueue<T>(
        DeviceStream queue, PartitionedSigns<T> signs, StridedMatrix<T> source, StridedMatrix<T> destination, long firstMajor, T beta)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var work = new Work<T>(signs, On(queue, source), On(queue, destination), firstMajor, beta);
        queue.EnqueueHost("PartitionedScatter", work, static (w, parallel) =>
        {
            long strip = (w.Source.Columns + parallel.Degree - 1) / parallel.Degree;
            strip = (strip + ColumnStep - 1) / ColumnStep * ColumnStep;
            parallel.For((w.Source.Columns + strip - 1) / strip, (w, strip), static (state, first, last, _) =>
            {
                long begin = first * state.strip;
                long end = Math.Min(last * state.strip, state.w.Source.Columns);
                Strip(state.w, begin, end - begin);
            });
        });
    }

    private static HostMatrix<T> On<T>(DeviceStream queue, StridedMatrix<T> matrix)
        where T : unmanaged
        => new(queue.HostPointer(matrix.Elements), matrix.Rows, matrix.Columns, matrix.RowStride, matrix.ColumnStride);

    private static void Strip<T>(Work<T> w, long firstColumn, long columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        HostMatrix<T> source = w.Source.Block(0, firstColumn, w.Source.Rows, columns);
        HostMatrix<T> destination = w.Destination.Block(0, firstColumn, w.Destination.Rows, columns);
        Scale(destination, w.Beta);
        var terms = new SparseTerm<T>[Chunk * w.Signs.Parts];
        for (long row = 0; row < source.Rows; row += Chunk)
        {
            int rows = (int)Math.Min(Chunk, source.Rows - row);
            Draw(w.Signs, w.FirstMajor + row, rows, terms);
            if (source.ColumnStride == 1 && destination.ColumnStride == 1)
            {
                AddRows(source, row, rows, w.Signs.Parts, terms, destination);
            }
            else
            {
                AddColumns(source, row, rows, w.Signs.Parts, terms, destination);
            }
        }
    }

    private static void Draw<T>(PartitionedSigns<T> signs, long firstMajor, int count, SparseTerm<T>[] terms)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < count; i++)
        {
            for (int part = 0; part < signs.Parts; part++)
            {
                terms[(i * signs.Parts) + part] = signs.At(firstMajor + i, part);
            }
        }
    }

    private static void AddRows<T>(HostMatrix<T> source, long row, int rows, int parts, SparseTerm<T>[] terms, HostMatrix<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int columns = checked((int)source.Columns);
        for (int i = 0; i < rows; i++)
        {
            var from = new ReadOnlySpan<T>(source.Pointer + ((row + i) * source.RowStride), columns);
            for (int part = 0; part < parts; part++)
            {
                SparseTerm<T> term = terms[(i * parts) + part];
                Axpy(term.Value, from, new Span<T>(destination.Pointer + (term.Place * destination.RowStride), columns));
            }
        }
    }

    private static void Axpy<T>(T factor, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ReadOnlySpan<Vector<T>> from = MemoryMarshal.Cast<T, Vector<T>>(x);
        Span<Vector<T>> to = MemoryMarshal.Cast<T, Vector<T>>(y);
        var factors = new Vector<T>(factor);
        for (int i = 0; i < to.Length; i++)
        {
            to[i] += factors * from[i];
        }

        for (int i = to.Length * Vector<T>.Count; i < y.Length; i++)
        {
            y[i] += factor * x[i];
        }
    }

    private static void AddColumns<T>(HostMatrix<T> source, long row, int rows, int parts, SparseTerm<T>[] terms, HostMatrix<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (long column = 0; column < source.Columns; column++)
        {
            for (int i = 0; i < rows; i++)
            {
                T value = source[row + i, column];
                for (int part = 0; part < parts; part++)
                {
                    ref readonly SparseTerm<T> term = ref terms[(i * parts) + part];
                    destination[term.Place, column] += term.Value * value;
                }
            }
        }
    }

    private static void Scale<T>(HostMatrix<T> matrix, T beta)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (long i = 0; i < matrix.Rows; i++)
        {
            for (long j = 0; j < matrix.Columns; j++)
            {
                matrix[i, j] = beta == T.Zero ? T.Zero : beta * matrix[i, j];
            }
        }
    }

    private sealed record Work<T>(PartitionedSigns<T> Signs, HostMatrix<T> Source, HostMatrix<T> Destination, long FirstMajor, T Beta)
        where T : unmanaged, IFloatingPointIeee754<T>;
}
