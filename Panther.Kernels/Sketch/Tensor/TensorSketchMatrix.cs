using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Gemm;
using Panther.Kernels.Random;
using Panther.Kernels.Sketch.Csr;
using Panther.Kernels.Sketch.Sparse;

namespace Panther.Kernels.Sketch.Tensor;

/// <summary>A TensorSketch: applied to stored Kronecker powers as a sparse matrix, and to the vectors themselves by convolutions.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <param name="stream">The seed and the stream.</param>
/// <param name="rows">The rows.</param>
/// <param name="length">The length of the vectors.</param>
/// <param name="degree">The power.</param>
/// <param name="columns">The length to that power.</param>
/// <param name="weight">The magnitude of the entries.</param>
internal sealed class TensorSketchMatrix<T>(RandomStream stream, int rows, int length, int degree, long columns, T weight) : SketchMatrix<T>(rows, columns)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly TensorSigns<T> signs = new(stream, rows, length, degree, weight);

    private PatternEntries<T, TensorSigns<T>> Entries => new(signs, true);

    /// <summary>destination = the sketches of the Kronecker powers of the source's rows. Enqueues and returns.</summary>
    /// <param name="queue">The device stream to enqueue on.</param>
    /// <param name="source">The vectors, p×length.</param>
    /// <param name="destination">The sketches, p×rows.</param>
    public void Features(DeviceStream queue, MatrixOperand<T> source, MatrixOperand<T> destination)
    {
        if (source.Rows == 0)
        {
            return;
        }

        // S·x⊗…⊗x is the circular convolution of the digits' CountSketches of x.
        long size = checked(source.Rows * Rows);
        using DeviceBuffer<T> factor = queue.Device.Allocate<T>(size, queue);
        using DeviceBuffer<T> even = queue.Device.Allocate<T>(size, queue);
        using DeviceBuffer<T> odd = queue.Device.Allocate<T>(size, queue);
        MatrixOperand<T> product = MatrixOperand<T>.Dense(even.View, source.Rows, Rows);
        Count(queue, 0, source, degree == 1 ? destination : product);
        for (int digit = 1; digit < degree; digit++)
        {
            MatrixOperand<T> next = digit == degree - 1 ? destination : MatrixOperand<T>.Dense((digit % 2 == 0 ? even : odd).View, source.Rows, Rows);
            MatrixOperand<T> counted = MatrixOperand<T>.Dense(factor.View, source.Rows, Rows);
            Count(queue, digit, source, counted);
            queue.Device.LoadKernel<LongIndex1D, StridedMatrix<T>, StridedMatrix<T>, StridedMatrix<T>>(TensorKernels.Convolve)
                .Launch(queue, size, StridedMatrix<T>.Of(product), StridedMatrix<T>.Of(counted), StridedMatrix<T>.Of(next));
            product = next;
        }
    }

    /// <inheritdoc/>
    protected override void EnqueueWindow(DeviceStream queue, StridedMatrix<T> destination, long firstRow, long firstColumn) =>
        EntryWindow.Enqueue(queue, Entries, destination, firstRow, firstColumn);

    /// <inheritdoc/>
    protected override void EnqueueMultiply(DeviceStream queue, MatrixOperand<T> source, long firstColumn, T beta, MatrixOperand<T> destination) =>
        SparseProduct.Scatter(queue, signs, StridedMatrix<T>.Of(source), StridedMatrix<T>.Of(destination), firstColumn, 0, beta);

    /// <inheritdoc/>
    protected override void EnqueueMultiplyTransposed(DeviceStream queue, MatrixOperand<T> source, long firstColumn, T beta, MatrixOperand<T> destination) =>
        SparseProduct.Gather(queue, signs, StridedMatrix<T>.Of(source), StridedMatrix<T>.Of(destination), firstColumn, 0, beta);

    /// <inheritdoc/>
    protected override void EnqueueMultiplySparse(DeviceStream queue, CsrOperand<T> source, bool isTransposed, StridedMatrix<T> destination)
    {
        if (isTransposed)
        {
            CsrProduct.Scatter(queue, source, signs, destination);
        }
        else
        {
            CsrProduct.Multiply(queue, source, Entries, false, destination);
        }
    }

    /// <summary>destination = source · (the CountSketch of a digit)ᵀ; the first digit's carries the weight.</summary>
    private void Count(DeviceStream queue, int digit, MatrixOperand<T> source, MatrixOperand<T> destination) =>
        SparseProduct.Scatter(
            queue,
            new TensorFactor<T>(signs, digit, digit == 0 ? signs.Weight : T.One),
            StridedMatrix<T>.Of(source.Transposed),
            StridedMatrix<T>.Of(destination.Transposed),
            0,
            0,
            T.Zero);
}
