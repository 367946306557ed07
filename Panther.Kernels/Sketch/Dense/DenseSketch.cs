using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Gemm;
using Panther.Kernels.Random;
using Panther.Kernels.Sketch.Csr;

namespace Panther.Kernels.Sketch.Dense;

/// <summary>A sketching matrix of independent entries: scale times the random matrix that a <see cref="RandomStream"/> names.</summary>
/// <remarks>
/// GPUs and OpenCL devices draw the entries into shared memory inside the product (<see cref="DrawnProduct"/>). The CPU device draws panels of a bounded
/// size, which then go through the packed product.
/// </remarks>
/// <param name="stream">The seed and the stream.</param>
/// <param name="rows">The rows.</param>
/// <param name="columns">The columns.</param>
/// <param name="scale">The factor of every draw.</param>
internal sealed class DenseSketch<T, TDistribution>(RandomStream stream, long rows, long columns, T scale) : SketchMatrix<T>(rows, columns)
    where T : unmanaged, IFloatingPointIeee754<T>
    where TDistribution : struct, IDistribution<T>
{
    /// <summary>The entries of a panel: they stay in the caches between the drawing and the product.</summary>
    private const long PanelEntries = 1 << 18;

    private const long ColumnStep = 64;

    /// <inheritdoc/>
    protected override void EnqueueWindow(DeviceStream queue, StridedMatrix<T> destination, long firstRow, long firstColumn) =>
        RandomMatrix.Fill<T, TDistribution>(
            queue,
            destination.Elements,
            destination.Rows,
            destination.Columns,
            destination.RowStride,
            destination.ColumnStride,
            stream,
            scale,
            firstRow,
            firstColumn);

    /// <inheritdoc/>
    protected override void EnqueueMultiply(DeviceStream queue, MatrixOperand<T> source, long firstColumn, T beta, MatrixOperand<T> destination)
    {
        if (!queue.Device.Supports(DeviceFeature.HostRoutines))
        {
            DrawnProduct.Enqueue<T, TDistribution>(queue, stream, firstColumn, isTransposed: false, scale, source, beta, destination);
            return;
        }

        if (source.Rows == 0)
        {
            MatrixProduct.Enqueue(queue, T.Zero, new MatrixOperand<T>(destination.Elements, Rows, 0, 0), source, beta, destination);
            return;
        }

        using var panels = new Panels(queue, this, source.Rows);
        for (long first = 0; first < source.Rows; first += panels.Width)
        {
            MatrixOperand<T> panel = panels.Draw(firstColumn + first, Math.Min(panels.Width, source.Rows - first));
            MatrixProduct.Enqueue(queue, T.One, panel, RowsOf(source, first, panel.Columns), first == 0 ? beta : T.One, destination);
        }
    }

    /// <inheritdoc/>
    protected override void EnqueueMultiplyTransposed(DeviceStream queue, MatrixOperand<T> source, long firstColumn, T beta, MatrixOperand<T> destination)
    {
        if (!queue.Device.Supports(DeviceFeature.HostRoutines))
        {
            DrawnProduct.Enqueue<T, TDistribution>(queue, stream, firstColumn, isTransposed: true, scale, source, beta, destination);
            return;
        }

        using var panels = new Panels(queue, this, destination.Rows);
        for (long first = 0; first < destination.Rows; first += panels.Width)
        {
            MatrixOperand<T> panel = panels.Draw(firstColumn + first, Math.Min(panels.Width, destination.Rows - first));
            MatrixProduct.Enqueue(queue, T.One, panel.Transposed, source, beta, RowsOf(destination, first, panel.Columns));
        }
    }

    /// <inheritdoc/>
    protected override void EnqueueMultiplySparse(DeviceStream queue, CsrOperand<T> source, bool isTransposed, StridedMatrix<T> destination) =>
        CsrProduct.Multiply(queue, source, new DenseEntries<T, TDistribution>(stream, scale), isTransposed, destination);

    /// <summary>All rows of a few columns of the sketch at a time, always in the same memory.</summary>
    private sealed class Panels : IDisposable
    {
        private readonly DeviceStream queue;
        private readonly DenseSketch<T, TDistribution> sketch;
        private readonly DeviceBuffer<T> entries;

        public Panels(DeviceStream queue, DenseSketch<T, TDistribution> sketch, long columns)
        {
            this.queue = queue;
            this.sketch = sketch;
            Width = Math.Min(columns, Math.Max(ColumnStep, PanelEntries / sketch.Rows / ColumnStep * ColumnStep));
            entries = queue.Device.Allocate<T>(checked(sketch.Rows * Width), queue);
        }

        public long Width { get; }

        public MatrixOperand<T> Draw(long firstColumn, long columns)
        {
            var panel = new MatrixOperand<T>(entries.View, sketch.Rows, columns, Width);
            sketch.Window(queue, panel, 0, firstColumn);
            return panel;
        }

        public void Dispose() => entries.Dispose();
    }
}
