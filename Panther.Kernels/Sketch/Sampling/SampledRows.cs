using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Gemm;
using Panther.Kernels.Random;
using Panther.Kernels.Sketch.Csr;
using Panther.Kernels.Sketch.Sparse;

namespace Panther.Kernels.Sketch.Sampling;

/// <summary>A sketching matrix with one entry in each row.</summary>
/// <remarks>Uniform samples are drawn on the device by each application. Weighted ones, whose weights lie in host memory, are drawn there once.</remarks>
/// <typeparam name="T">The element type.</typeparam>
internal sealed class SampledRows<T> : SketchMatrix<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly RandomPermutation permutation;
    private readonly T weight;
    private readonly long[]? places;
    private readonly T[]? weights;

    private SampledRows(long rows, long columns, RandomPermutation permutation, T weight)
        : base(rows, columns)
    {
        this.permutation = permutation;
        this.weight = weight;
    }

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
    public static SampledRows<T> Uniform(RandomStream stream, long rows, long columns, double scale) =>
        new(rows, columns, new RandomPermutation(stream, columns), T.CreateTruncating(scale));

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
        using var sample = new Sample(queue, this);
        EntryWindow.Enqueue(queue, new PatternEntries<T, SampledPlaces<T>>(sample.Pattern, false), destination, firstRow, firstColumn);
    }

    /// <inheritdoc/>
    protected override void EnqueueMultiply(DeviceStream queue, MatrixOperand<T> source, long firstColumn, T beta, MatrixOperand<T> destination)
    {
        using var sample = new Sample(queue, this);
        SparseProduct.Gather(queue, sample.Pattern, StridedMatrix<T>.Of(source), StridedMatrix<T>.Of(destination), 0, firstColumn, beta);
    }

    /// <inheritdoc/>
    protected override void EnqueueMultiplyTransposed(DeviceStream queue, MatrixOperand<T> source, long firstColumn, T beta, MatrixOperand<T> destination)
    {
        using var sample = new Sample(queue, this);
        SparseProduct.Scatter(queue, sample.Pattern, StridedMatrix<T>.Of(source), StridedMatrix<T>.Of(destination), 0, firstColumn, beta);
    }

    /// <inheritdoc/>
    protected override void EnqueueMultiplySparse(DeviceStream queue, CsrOperand<T> source, bool isTransposed, StridedMatrix<T> destination)
    {
        using var sample = new Sample(queue, this);
        if (isTransposed)
        {
            CsrProduct.Multiply(queue, source, new PatternEntries<T, SampledPlaces<T>>(sample.Pattern, false), true, destination);
        }
        else
        {
            CsrProduct.Scatter(queue, source, sample.Pattern, destination);
        }
    }

    /// <summary>Places and values, one for each row, in device memory.</summary>
    private sealed class Sample : IDisposable
    {
        private readonly DeviceBuffer<long> places;
        private readonly DeviceBuffer<T> weights;

        public Sample(DeviceStream queue, SampledRows<T> sketch)
        {
            if (sketch.places is { } drawn && sketch.weights is { } values)
            {
                places = queue.Device.Allocate<long>(drawn, queue);
                weights = queue.Device.Allocate<T>(values, queue);
                return;
            }

            places = queue.Device.Allocate<long>(sketch.Rows, queue);
            weights = queue.Device.Allocate<T>(sketch.Rows, queue);
            queue.Device.LoadKernel<Index1D, RandomPermutation, ArrayView<long>>(PermutationKernels.Images)
                .Launch(queue, checked((int)sketch.Rows), sketch.permutation, places.View);
            VectorOperations.Fill(queue, sketch.weight, weights.View);
        }

        public SampledPlaces<T> Pattern => new(places.View, weights.View);

        public void Dispose()
        {
            places.Dispose();
            weights.Dispose();
        }
    }
}
