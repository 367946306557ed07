using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Panther.Jit.Runtime;
using Panther.Kernels.Gemm.Host;
using Panther.Kernels.Random;

namespace Panther.Kernels.Sketch.Sparse;

/// <summary>
/// <see cref="PartitionedScatterKernel"/> on a device whose memory the host reaches. A thread has some columns for itself, so that results do not depend on the
/// number of threads.
/// </summary>
internal static unsafe class PartitionedScatterOnHost
{
    /// <summary>The rows of the source whose non-zeros are drawn together: enough that each row of a block of the destination is met several times.</summary>
    private const int Chunk = 8192;

    /// <summary>The bytes of the columns of the destination that stay in the second-level cache for a chunk.</summary>
    private const long BlockBytes = 1 << 20;

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
            HostMatrix<T> scaled = w.Destination.RowStride == 1 ? w.Destination.Transposed : w.Destination;
            parallel.For(scaled.Rows, (scaled, w.Beta), static (state, first, last, _) => Scale(state.scaled.Block(first, 0, last - first, state.scaled.Columns), state.Beta));
            SparseTerm<T>[] terms = ArrayPool<SparseTerm<T>>.Shared.Rent(Chunk * w.Signs.Parts);
            long strip = (w.Source.Columns + parallel.Degree - 1) / parallel.Degree;
            strip = (strip + ColumnStep - 1) / ColumnStep * ColumnStep;
            for (long row = 0; row < w.Source.Rows; row += Chunk)
            {
                var part = new Part<T>(w, row, Math.Min(Chunk, w.Source.Rows - row), strip, terms);
                parallel.For(part.Rows, part, static (p, first, last, _) => Draw(p, first, last));
                parallel.For((w.Source.Columns + strip - 1) / strip, part, static (p, first, last, _) => Add(p, first * p.Strip, Math.Min(last * p.Strip, p.Work.Source.Columns)));
            }

            ArrayPool<SparseTerm<T>>.Shared.Return(terms);
        });
    }

    private static HostMatrix<T> On<T>(DeviceStream queue, StridedMatrix<T> matrix)
        where T : unmanaged
        => new(queue.HostPointer(matrix.Elements), matrix.Rows, matrix.Columns, matrix.RowStride, matrix.ColumnStride);

    private static void Draw<T>(Part<T> part, long first, long last)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const int Together = PartitionedSigns<T>.PartsPerBlock;
        PartitionedSigns<T> signs = part.Work.Signs;
        long next = first * signs.Parts;
        for (long row = first; row < last; row++)
        {
            long major = part.Work.FirstMajor + part.FirstRow + row;
            PhiloxBlock drawn = default;
            for (int p = 0; p < signs.Parts; p++)
            {
                if (!signs.IsNarrow)
                {
                    part.Terms[next++] = signs.At(major, p);
                    continue;
                }

                drawn = p % Together == 0 ? signs.NarrowBlock(major, p) : drawn;
                uint word = (p % Together) switch { 0 => drawn.X, 1 => drawn.Y, 2 => drawn.Z, _ => drawn.W };
                int code = signs.Code(word, p);
                T weight = p < signs.LongParts ? signs.LongWeight : signs.Weight;
                part.Terms[next++] = new(signs.Start(p) + (code >> 1), (code & 1) == 0 ? weight : -weight);
            }
        }
    }

    /// <summary>Adds to some columns, block after block of them.</summary>
    private static void Add<T>(Part<T> part, long first, long last)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        HostMatrix<T> source = part.Work.Source, destination = part.Work.Destination;
        bool isByRows = source.ColumnStride == 1 && destination.ColumnStride == 1;
        long block = isByRows ? Math.Max(ColumnStep, BlockBytes / (destination.Rows * sizeof(T)) / ColumnStep * ColumnStep) : last - first;
        for (long column = first; column < last; column += block)
        {
            long width = Math.Min(block, last - column);
            HostMatrix<T> from = source.Block(part.FirstRow, column, part.Rows, width), to = destination.Block(0, column, destination.Rows, width);
            if (isByRows)
            {
                AddRows(from, part.Work.Signs.Parts, part.Terms, to);
            }
            else
            {
                AddColumns(from, part.Work.Signs.Parts, part.Terms, to);
            }
        }
    }

    private static void AddRows<T>(HostMatrix<T> source, int parts, SparseTerm<T>[] terms, HostMatrix<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated)
        {
            AddRows<T, Vector512<T>, VectorUnit512<T>>(source, parts, terms, destination);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            AddRows<T, Vector256<T>, VectorUnit256<T>>(source, parts, terms, destination);
        }
        else
        {
            AddRows<T, Vector128<T>, VectorUnit128<T>>(source, parts, terms, destination);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddRows<T, TVector, TUnit>(HostMatrix<T> source, int parts, SparseTerm<T>[] terms, HostMatrix<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TVector : struct
        where TUnit : struct, IVectorUnit<T, TVector>
    {
        long columns = source.Columns;
        for (long i = 0; i < source.Rows; i++)
        {
            T* from = source.Pointer + (i * source.RowStride);
            for (int part = 0; part < parts; part++)
            {
                SparseTerm<T> term = terms[(i * parts) + part];
                T* to = destination.Pointer + (term.Place * destination.RowStride);
                TVector factor = TUnit.Broadcast(term.Value);
                long j = 0;

                // Rounded twice, as the kernels do.
                for (; j <= columns - TUnit.Width; j += TUnit.Width)
                {
                    TUnit.Store(TUnit.Add(TUnit.Load(to + j), TUnit.Multiply(factor, TUnit.Load(from + j))), to + j);
                }

                for (; j < columns; j++)
                {
                    to[j] += term.Value * from[j];
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddColumns<T>(HostMatrix<T> source, int parts, SparseTerm<T>[] terms, HostMatrix<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (long column = 0; column < source.Columns; column++)
        {
            T* from = source.Pointer + (column * source.ColumnStride);
            T* to = destination.Pointer + (column * destination.ColumnStride);
            int next = 0;
            for (long i = 0; i < source.Rows; i++)
            {
                T value = from[i * source.RowStride];
                for (int part = 0; part < parts; part++)
                {
                    ref readonly SparseTerm<T> term = ref terms[next++];
                    to[term.Place * destination.RowStride] += term.Value * value;
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

    /// <summary>Some rows of the source, the columns that a thread has, and the non-zeros that go with the rows.</summary>
    private sealed record Part<T>(Work<T> Work, long FirstRow, long Rows, long Strip, SparseTerm<T>[] Terms)
        where T : unmanaged, IFloatingPointIeee754<T>;

    private sealed record Work<T>(PartitionedSigns<T> Signs, HostMatrix<T> Source, HostMatrix<T> Destination, long FirstMajor, T Beta)
        where T : unmanaged, IFloatingPointIeee754<T>;
}
