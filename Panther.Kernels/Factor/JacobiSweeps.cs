using System.Numerics;
using System.Runtime.CompilerServices;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Launch;
using Panther.Kernels.Random;
using Panther.Kernels.Reduce;

namespace Panther.Kernels.Factor;

/// <summary>
/// One-sided Jacobi on a device: sweeps over all pairs of rows until they are orthogonal. Before each sweep the rows are ordered from the longest to the shortest
/// (de Rijk 1989), which takes one read-back of their lengths.
/// </summary>
internal sealed class JacobiSweeps<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // The threads that rotate a pair: a warp where there are any.
    private const int TeamThreads = 32;
    private const int TeamsForLongRows = 8;

    // A few rows make more meetings at a time in smaller blocks.
    private const int RowsForLargeBlocks = 192;

    // Far more than was ever seen: convergence is quadratic after a few sweeps.
    private const int MaxSweeps = 40;

    private static readonly int[] BlockSizes = [16, 8, 4, 2];

    private readonly DeviceStream stream;
    private readonly GroupLimits limits;
    private readonly int count;
    private readonly int block;
    private readonly int team;
    private readonly double scale;
    private readonly int[] order;
    private readonly DeviceBuffer<T> elements;
    private readonly DeviceBuffer<int> places;
    private readonly DeviceBuffer<double> squares;
    private double[] measured;

    /// <summary>Takes the rows of a matrix, or its columns, and beside them those of the identity.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="matrix">The matrix.</param>
    /// <param name="isTransposed">Whether its columns are the rows.</param>
    /// <param name="sharedBytes">The shared memory that a group may use.</param>
    /// <exception cref="ArithmeticException">The matrix holds a NaN or an infinity.</exception>
    public JacobiSweeps(DeviceStream stream, RowMatrix<T> matrix, bool isTransposed, int sharedBytes)
    {
        this.stream = stream;
        limits = GroupLimits.Of(stream.Device) with { SharedBytes = sharedBytes };

        // Threads of a processor work one after another; alone they need not wait for each other.
        team = stream.Device.IsProcessor ? 1 : limits.MostThreads(TeamThreads);
        count = checked((int)(isTransposed ? matrix.Columns : matrix.Rows));

        // Pairs of elements are read at a time; what fills up a pair is zero and stays so.
        int part = Even(checked((int)(isTransposed ? matrix.Rows : matrix.Columns)));
        int length = checked(part + Even(count));
        block = BlockSizes.FirstOrDefault(size => (size < 16 || count >= RowsForLargeBlocks) && limits.Allow(size * team, (2L * size * length * Unsafe.SizeOf<T>()) + ScratchBytes), 1);
        order = [.. Enumerable.Range(0, count)];
        measured = [];
        elements = stream.Device.Allocate<T>(checked((long)count * length), stream);
        Rows = new JacobiRows<T>(elements.View, length, part);
        places = stream.Device.Allocate<int>(count, stream);
        squares = stream.Device.Allocate<double>(count + 1, stream);
        try
        {
            scale = Scale(matrix);
            stream.Device.LoadKernel<RowMatrix<T>, int, T, JacobiRows<T>>(JacobiKernels.Prepare)
                .Launch(stream, PlaneGrid.Cover(stream.Device, length, count), matrix, isTransposed ? 1 : 0, T.CreateTruncating(scale), Rows);
            stream.Device.LoadKernel<JacobiRows<T>, ArrayView<double>, SpecializedValue<int>>(JacobiKernels.Squares)
                .Launch(stream, new KernelConfig(count, team), Rows, squares.View, SpecializedValue.New(team));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private static int ScratchBytes => 3 * 1024 * sizeof(double);

    private JacobiRows<T> Rows { get; }

    private static int Even(int length) => checked(length + (length & 1));

    /// <summary>Sweeps until every pair's cosine is at most eps * sqrt(count) / 4.</summary>
    /// <returns>The number of sweeps.</returns>
    public int Run()
    {
        double eps = double.CreateTruncating(T.BitIncrement(T.One) - T.One);
        double toleranceSquared = eps * eps * count / 16;
        int blocks = (count + block - 1) / block;
        int rounds = (blocks - 1) | 1;
        for (int sweep = 0; ; sweep++)
        {
            measured = squares.ToArray(stream);
            Array.Sort(Array.ConvertAll(order, row => -measured[row]), order);
            places.CopyFrom(order, stream);
            if (sweep == MaxSweeps || (sweep > 0 && measured[count] == 0))
            {
                return sweep;
            }

            stream.Fill(squares.View.SubView(count, 1), 0);
            for (int round = 0; round < rounds; round++)
            {
                Meet(round, rounds, toleranceSquared);
            }
        }
    }

    /// <summary>Writes the vectors.</summary>
    /// <param name="first">Receives the first parts of the rows, brought to length one, as columns.</param>
    /// <param name="second">Receives the rests likewise.</param>
    /// <returns>The lengths of the rows, falling.</returns>
    public double[] Finish(RowMatrix<T> first, RowMatrix<T> second)
    {
        stream.Device.LoadKernel<JacobiRows<T>, ArrayView<int>, RowMatrix<T>, RowMatrix<T>, SpecializedValue<int>>(JacobiKernels.Normalise)
            .Launch(stream, new KernelConfig(new Index2D(count, 2), new Index2D(team, 1)), Rows, places.View, first, second, SpecializedValue.New(team));
        int found = 0;
        double[] values = new double[count];
        for (; found < count && T.IsNormal(T.CreateTruncating(measured[order[found]])); found++)
        {
            values[found] = Math.Sqrt(measured[order[found]]) / scale;
        }

        if (found < count)
        {
            Complete(first, found);
        }

        return values;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        elements.Dispose();
        places.Dispose();
        squares.Dispose();
    }

    private void Meet(int round, int rounds, double toleranceSquared)
    {
        int tables = (rounds + 1) / 2;
        if (block == 1)
        {
            int threads = limits.MostThreads(team * TeamsForLongRows);
            stream.Device.LoadKernel<JacobiRows<T>, ArrayView<int>, int, int, double, ArrayView<double>, SpecializedValue<int>>(JacobiKernels.MeetInPlace)
                .Launch(
                    stream,
                    new KernelConfig(tables, threads),
                    Rows,
                    places.View,
                    round,
                    rounds,
                    toleranceSquared,
                    squares.View,
                    SpecializedValue.New(threads));
            return;
        }

        var config = new KernelConfig(new Index3D(tables, 1, 1), new Index3D(team, block, 1), 2 * block * Rows.Length * Unsafe.SizeOf<T>());
        stream.Device
            .LoadKernel<JacobiRows<T>, ArrayView<int>, int, int, double, ArrayView<double>, SpecializedValue<int>, SpecializedValue<int>>(JacobiKernels.Meet)
            .Launch(
                stream,
                config,
                Rows,
                places.View,
                round,
                rounds,
                toleranceSquared,
                squares.View,
                SpecializedValue.New(block),
                SpecializedValue.New(team));
    }

    /// <summary>
    /// A power of two that brings the largest element to where its square stays finite and those of the smallest ones that count stay normal.
    /// </summary>
    private double Scale(RowMatrix<T> matrix)
    {
        double largest = 0;
        if (matrix.IsDense)
        {
            largest = Magnitude.Of(stream, matrix.Elements.SubView(0, matrix.Rows * matrix.Columns)).Largest;
        }
        else
        {
            using DeviceBuffer<T> copy = stream.Device.Allocate<T>(matrix.Rows * matrix.Columns, stream);
            MatrixOperations.Copy(stream, matrix, new RowMatrix<T>(copy.View, matrix.Rows, matrix.Columns));
            largest = Magnitude.Of(stream, copy.View).Largest;
        }

        if (!double.IsFinite(largest))
        {
            throw SmallSvd.NotFinite();
        }

        (int headroom, int limit) = Unsafe.SizeOf<T>() == sizeof(float) ? (40, 120) : (200, 1000);
        return largest == 0 ? 1 : Math.ScaleB(1, Math.Clamp(headroom - Math.ILogB(largest), -limit, limit));
    }

    /// <summary>Fills the columns whose values are zero with any that are orthogonal to the others: those of Q for the columns found and random ones.</summary>
    private void Complete(RowMatrix<T> vectors, int found)
    {
        long rows = vectors.Rows;
        using DeviceBuffer<T> panel = stream.Device.Allocate<T>(rows * count, stream);
        using DeviceBuffer<T> basis = stream.Device.Allocate<T>(rows * count, stream);
        using DeviceBuffer<T> triangle = stream.Device.Allocate<T>((long)count * count, stream);
        var source = new RowMatrix<T>(panel.View, rows, count);
        var q = new RowMatrix<T>(basis.View, rows, count);
        int missing = count - found;
        RandomMatrix.FillNormal(stream, panel.View.SubView(found), rows, missing, count, new RandomStream(0, 0));
        MatrixOperations.Copy(stream, vectors with { Columns = found }, source with { Columns = found });
        HouseholderQr.FactorByKernels(stream, source, q, new RowMatrix<T>(triangle.View, count, count));
        MatrixOperations.Copy(
            stream,
            q with { Elements = basis.View.SubView(found), Columns = missing },
            vectors with { Elements = vectors.Elements.SubView(found), Columns = missing });
    }
}
