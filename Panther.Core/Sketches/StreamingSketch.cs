using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Gemm;
using Panther.Kernels.Sketch;

namespace Panther.Core;

/// <summary>
/// The sketch S·A of a matrix whose rows arrive in batches, in any order and each once. Batches and whole sketches add up:
/// with S = [S₁ S₂], S·[A₁; A₂] = S₁·A₁ + S₂·A₂.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>It owns the memory of the sketch; dispose it. Nothing here is thread-safe. Methods enqueue and return, as those of <see cref="SketchOperator"/>.</remarks>
public sealed class StreamingSketch<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly SketchMatrix<T> matrix;

    /// <summary>Makes the sketch of no rows, which is zero.</summary>
    /// <param name="sketch">S; its columns are the most rows that may arrive.</param>
    /// <param name="device">The device of the sketch and of the batches.</param>
    /// <param name="columns">The columns of A.</param>
    /// <param name="layout">The layout of the sketch; the batches' may differ.</param>
    /// <exception cref="ArgumentException"><paramref name="sketch"/> is transposed.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="columns"/> is negative.</exception>
    /// <exception cref="NotSupportedException">The element type is neither float nor double.</exception>
    /// <exception cref="DeviceOutOfMemoryException">The device has not enough memory.</exception>
    public StreamingSketch(SketchOperator sketch, Device device, long columns, MatrixLayout layout = MatrixLayout.RowMajor)
    {
        ArgumentNullException.ThrowIfNull(sketch);
        if (sketch.IsTransposed)
        {
            throw new ArgumentException("Rows are sketched by a plain operator, not by a transposed one.", nameof(sketch));
        }

        Operator = sketch;
        matrix = sketch.Bind<T>();
        Sketch = DeviceMatrix<T>.Allocate(device, sketch.Rows, columns, layout);
        VectorOperations.Fill(device.DefaultStream, T.Zero, Sketch.View);
    }

    /// <summary>Gets S.</summary>
    public SketchOperator Operator { get; }

    /// <summary>Gets S·A for the rows that have arrived. It belongs to this object and changes with it.</summary>
    public DeviceMatrix<T> Sketch { get; }

    /// <summary>Gets where the next batch goes that does not say: behind the last row that has arrived.</summary>
    public long NextRow { get; private set; }

    /// <summary>Adds the rows behind those that have arrived.</summary>
    /// <param name="rows">The rows, on the sketch's device, with as many columns.</param>
    /// <inheritdoc cref="Append(DeviceMatrix{T}, long)" path="/exception"/>
    public void Append(DeviceMatrix<T> rows) => Append(rows, NextRow);

    /// <summary>Adds rows of A.</summary>
    /// <param name="rows">The rows, on the sketch's device, with as many columns.</param>
    /// <param name="firstRow">The row of A that the first of them is; no row may arrive twice, which is not checked.</param>
    /// <exception cref="ArgumentException">The batch has another number of columns or is on another device.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rows leave those that S was made for.</exception>
    /// <exception cref="ObjectDisposedException">The sketch or the batch was disposed.</exception>
    public void Append(DeviceMatrix<T> rows, long firstRow)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Device != Sketch.Device)
        {
            throw new ArgumentException($"The rows are on {rows.Device.Id} and the sketch on {Sketch.Device.Id}.", nameof(rows));
        }

        MatrixOperand<T> source = rows.Operand;
        matrix.Multiply(Sketch.Device.DefaultStream, source, firstRow, T.One, Sketch.Operand);
        NextRow = Math.Max(NextRow, firstRow + rows.Rows);
    }

    /// <summary>Adds the rows that another sketch by the same operator has seen; none may be known to both, which is not checked.</summary>
    /// <param name="other">The other sketch; it stays as it is.</param>
    /// <exception cref="ArgumentException">The other sketch has another operator, shape, layout or device.</exception>
    /// <exception cref="ObjectDisposedException">A sketch was disposed.</exception>
    public void Merge(StreamingSketch<T> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Operator != Operator)
        {
            throw new ArgumentException("The sketches have different operators.", nameof(other));
        }

        if (other.Sketch.Device != Sketch.Device || other.Sketch.Columns != Sketch.Columns || other.Sketch.Layout != Sketch.Layout)
        {
            throw new ArgumentException("The sketches differ in device, columns or layout.", nameof(other));
        }

        VectorOperations.Add(Sketch.Device.DefaultStream, Sketch.View, other.Sketch.View, Sketch.View);
        NextRow = Math.Max(NextRow, other.NextRow);
    }

    /// <summary>Gives the memory of the sketch back.</summary>
    public void Dispose() => Sketch.Dispose();
}
