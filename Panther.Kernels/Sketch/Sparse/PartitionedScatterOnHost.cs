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
    private const int Chunk = 2048;

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
        bool isByRows = source.ColumnStride == 1 && destination.ColumnStride == 1;
        long block = BlockBytes / (destination.Rows * sizeof(T)) / ColumnStep * ColumnStep;
        block = isByRows ? Math.Min(columns, Math.Max(ColumnStep, block)) : columns;
        SparseTerm<T>[] terms = ArrayPool<SparseTerm<T>>.Shared.Rent(Chunk * w.Signs.Parts);
        for (long row = 0; row < source.Rows; row += Chunk)
        {
            int rows = (int)Math.Min(Chunk, source.Rows - row);
            Draw(w.Signs, w.FirstMajor + row, rows, terms);
            for (long column = 0; column < columns; column += block)
            {
                long width = Math.Min(block, columns - column);
                HostMatrix<T> from = source.Block(row, column, rows, width), to = destination.Block(0, column, destination.Rows, width);
                if (isByRows)
                {
                    AddRows(from, w.Signs.Parts, terms, to);
                }
                else
                {
                    AddColumns(from, w.Signs.Parts, terms, to);
                }
            }
        }

        ArrayPool<SparseTerm<T>>.Shared.Return(terms);
    }

    private static void Draw<T>(PartitionedSigns<T> signs, long firstMajor, int count, SparseTerm<T>[] terms)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const int Together = PartitionedSigns<T>.PartsPerBlock;
        int next = 0;
        for (long major = firstMajor; major < firstMajor + count; major++)
        {
            PhiloxBlock drawn = default;
            for (int part = 0; part < signs.Parts; part++)
            {
                if (!signs.IsNarrow)
                {
                    terms[next++] = signs.At(major, part);
                    continue;
                }

                drawn = part % Together == 0 ? signs.NarrowBlock(major, part) : drawn;
                uint word = (part % Together) switch { 0 => drawn.X, 1 => drawn.Y, 2 => drawn.Z, _ => drawn.W };
                int code = signs.Code(word, part);
                T weight = part < signs.LongParts ? signs.LongWeight : signs.Weight;
                terms[next++] = new(signs.Start(part) + (code >> 1), (code & 1) == 0 ? weight : -weight);
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

    private sealed record Work<T>(PartitionedSigns<T> Signs, HostMatrix<T> Source, HostMatrix<T> Destination, long FirstMajor, T Beta)
        where T : unmanaged, IFloatingPointIeee754<T>;
}
