using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Launch;

namespace Panther.Kernels.Random;

/// <summary>Draws random matrices on a device.</summary>
internal static class RandomMatrix
{
    /// <summary>
    /// Fills a rows×columns destination with scale times the values at (firstRow, firstColumn) onwards of the matrix that
    /// <paramref name="stream"/> names. The same bits on every device. Enqueues and returns.
    /// </summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <typeparam name="TDistribution">The distribution.</typeparam>
    /// <param name="queue">The device stream to enqueue on.</param>
    /// <param name="destination">Element (i, j) is at i·<paramref name="rowStride"/> + j·<paramref name="columnStride"/>.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="rowStride">The distance, in elements, between neighbouring rows.</param>
    /// <param name="columnStride">The distance, in elements, between neighbouring columns.</param>
    /// <param name="stream">The seed and stream.</param>
    /// <param name="scale">A factor on every value.</param>
    /// <param name="firstRow">The random matrix's row that goes to row 0.</param>
    /// <param name="firstColumn">The random matrix's column that goes to column 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size or a stride is negative or too large for the view.</exception>
    public static void Fill<T, TDistribution>(
        DeviceStream queue,
        ArrayView<T> destination,
        long rows,
        long columns,
        long rowStride,
        long columnStride,
        RandomStream stream,
        T scale,
        long firstRow = 0,
        long firstColumn = 0)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TDistribution : struct, IDistribution<T>
    {
        RandomRectangle rectangle = RandomRectangle.Of(TDistribution.BlockLength, firstRow, rows, firstColumn, columns);
        ArgumentOutOfRangeException.ThrowIfNegative(rowStride);
        ArgumentOutOfRangeException.ThrowIfNegative(columnStride);
        if (rows == 0 || columns == 0)
        {
            return;
        }

        long last = checked(((rows - 1) * rowStride) + ((columns - 1) * columnStride));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(last, destination.Length, nameof(destination));

        bool alongRows = columns == 1 || (rowStride == 1 && columnStride != 1);
        KernelConfig config = alongRows ? PlaneGrid.Cover(queue.Device, rectangle.Blocks, columns) : PlaneGrid.Cover(queue.Device, columns, rectangle.Blocks);
        Kernel<ArrayView<T>, RandomRectangle, RandomStream, long, long, T> kernel = alongRows
            ? queue.Device.LoadKernel<ArrayView<T>, RandomRectangle, RandomStream, long, long, T>(RandomMatrixKernels.FillAlongRows<T, TDistribution>)
            : queue.Device.LoadKernel<ArrayView<T>, RandomRectangle, RandomStream, long, long, T>(RandomMatrixKernels.FillAlongColumns<T, TDistribution>);
        kernel.Launch(queue, config, destination, rectangle, stream, rowStride, columnStride, scale);
    }

    /// <summary>Fills a row-major matrix with standard normal values; see <see cref="Fill{T, TDistribution}"/>.</summary>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    public static void FillNormal<T>(
        DeviceStream queue, ArrayView<T> destination, long rows, long columns, long rowStride, RandomStream stream, long firstColumn = 0)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            Fill<float, NormalSingle>(queue, destination.Cast<float>(), rows, columns, rowStride, 1, stream, 1f, 0, firstColumn);
        }
        else if (typeof(T) == typeof(double))
        {
            Fill<double, NormalDouble>(queue, destination.Cast<double>(), rows, columns, rowStride, 1, stream, 1d, 0, firstColumn);
        }
        else
        {
            throw new NotSupportedException($"Random matrices have elements of type float or double, not {typeof(T).Name}.");
        }
    }

    /// <summary>The value at one place of the random matrix that <paramref name="stream"/> names, computed on the host.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <typeparam name="TDistribution">The distribution.</typeparam>
    /// <param name="stream">The seed and stream.</param>
    /// <param name="row">The row.</param>
    /// <param name="column">The column.</param>
    public static T Value<T, TDistribution>(RandomStream stream, long row, long column)
        where T : unmanaged
        where TDistribution : struct, IDistribution<T>
    {
        Draws<T> draws = TDistribution.Draw(Philox4x32.At(stream, row / TDistribution.BlockLength, column));
        return (row % TDistribution.BlockLength) switch
        {
            0 => draws.First,
            1 => draws.Second,
            2 => draws.Third,
            _ => draws.Fourth,
        };
    }
}
