using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Gemm;
using Panther.Kernels.Random;
using Panther.Kernels.Sketch.Csr;
using Panther.Kernels.Sketch.Sparse;

namespace Panther.Kernels.Sketch.Sampling;

/// <summary>A sketching matrix with one entry in each row. Its places and values, one for each row, are drawn once, when the matrix is made.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal sealed class SampledRows<T> : SketchMatrix<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly long[] places;
    private readonly T[] weights;

    private SampledRows(long columns, long[] places, T[] weights)
        : base(places.Length, columns)
    {
        this.places = places;
        this.weights = weights;
    }

    /// <summary>Samples uniformly without replacement.</summary>
    /// <param name="stream">The seed and the stream.</param>
    /// <param name="rows">The rows, at most the columns.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="scale">The value of the entries.</param>
    public static SampledRows<T> Uniform(RandomStream stream, long rows, long columns, double scale)
    {
        long[] places = new long[rows];
        T[] weights = new T[rows];
        var permutation = new RandomPermutation(stream, columns);
        for (long i = 0; i < rows; i++)
        {
            places[i] = permutation[i];
            weights[i] = T.CreateTruncating(scale);
        }

        return new(columns, places, weights);
    }

    /// <summary>Samples with replacement, by the inverse of the cumulated probabilities.</summary>
    /// <param name="stream">The seed and the stream.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="probabilities">The probability of each column.</param>
    /// <param name="cumulated">Their sums from the first on; the last is 1.</param>
    /// <param name="scale">The value of an entry in a column of probability 1/columns; others carry √(1/(columns·probability)) of it.</param>
    public static SampledRows<T> Weighted(RandomStream stream, long rows, ReadOnlySpan<double> probabilities, double[] cumulated, double scale)
    {
        long[] places = new long[rows];
        T[] weights = new T[rows];
        for (long i = 0; i < rows; i++)
        {
            PhiloxBlock bits = Philox4x32.At(stream, 0, i);
            double u = UniformDouble.HalfOpen(bits.X, bits.Y);

            // The first place whose sum lies above u; a column of probability zero shares its sum with the one before and is never that place.
            int low = 0;
            int high = cumulated.Length - 1;
            while (low < high)
            {
                int middle = (low + high) / 2;
                (low, high) = cumulated[middle] > u ? (low, middle) : (middle + 1, high);
            }

            places[i] = low;
            weights[i] = T.CreateTruncating(scale / Math.Sqrt(cumulated.Length * probabilities[low]));
        }

        return new(probabilities.Length, places, weights);
    }

    /// <inheritdoc/>
    protected override void EnqueueWindow(DeviceStream queue, StridedMatrix<T> destination, long firstRow, long firstColumn)
    {
        using DeviceBuffer<long> at = queue.Device.Allocate<long>(places, queue);
        using DeviceBuffer<T> values = queue.Device.Allocate<T>(weights, queue);
        EntryWindow.Enqueue(
            queue, new PatternEntries<T, SampledPlaces<T>>(new SampledPlaces<T>(at.View, values.View), false), destination, firstRow, firstColumn);
    }

    /// <inheritdoc/>
    protected override void EnqueueMultiply(DeviceStream queue, MatrixOperand<T> source, long firstColumn, T beta, MatrixOperand<T> destination)
    {
        using DeviceBuffer<long> at = queue.Device.Allocate<long>(places, queue);
        using DeviceBuffer<T> values = queue.Device.Allocate<T>(weights, queue);
        SparseProduct.Gather(
            queue, new SampledPlaces<T>(at.View, values.View), StridedMatrix<T>.Of(source), StridedMatrix<T>.Of(destination), 0, firstColumn, beta);
    }

    /// <inheritdoc/>
    protected override void EnqueueMultiplyTransposed(DeviceStream queue, MatrixOperand<T> source, long firstColumn, T beta, MatrixOperand<T> destination)
    {
        using DeviceBuffer<long> at = queue.Device.Allocate<long>(places, queue);
        using DeviceBuffer<T> values = queue.Device.Allocate<T>(weights, queue);
        SparseProduct.Scatter(
            queue, new SampledPlaces<T>(at.View, values.View), StridedMatrix<T>.Of(source), StridedMatrix<T>.Of(destination), 0, firstColumn, beta);
    }

    /// <inheritdoc/>
    protected override void EnqueueMultiplySparse(DeviceStream queue, CsrOperand<T> source, bool isTransposed, StridedMatrix<T> destination)
    {
        using DeviceBuffer<long> at = queue.Device.Allocate<long>(places, queue);
        using DeviceBuffer<T> values = queue.Device.Allocate<T>(weights, queue);
        SampledPlaces<T> pattern = new(at.View, values.View);
        if (isTransposed)
        {
            CsrProduct.Multiply(queue, source, new PatternEntries<T, SampledPlaces<T>>(pattern, false), true, destination);
        }
        else
        {
            CsrProduct.Scatter(queue, source, pattern, destination);
        }
    }
}
