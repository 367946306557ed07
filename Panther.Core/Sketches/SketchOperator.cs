using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Random;
using Panther.Kernels.Sketch;

namespace Panther.Core;

/// <summary>
/// A sketching matrix S, or its transpose: a distribution with a seed and a stream. An immutable value that holds no memory; kernels draw what they need of S
/// while they apply it, on the device that holds the matrix.
/// </summary>
/// <remarks>
/// <para>
/// Applications enqueue work on the default stream of the matrix's device and return; reading the result waits for it. Sums are accumulated in the element
/// type, in an order that depends on shapes and device alone: results have the same bits in every run on one device, and differ between devices by rounding.
/// NaN and infinity spread as in the product with the stored matrix S, except where a sparse S never touches them.
/// </para>
/// <para>Float and double are supported. Any other element type is a <see cref="NotSupportedException"/>.</para>
/// <para>
/// The kernels: dense families <see cref="Kernels.Sketch.Dense.DrawnProductKernel"/>; SJLT and CountSketch <see cref="Kernels.Sketch.Sparse.PartitionedScatterKernel"/>; the other sparse ones <see cref="Kernels.Sketch.Sparse.SparseKernels"/>; SRHT <see cref="Kernels.Sketch.Hadamard.BlockSketchKernel"/>
/// and <see cref="Kernels.Sketch.Hadamard.HadamardSketchKernels"/>.
/// </para>
/// </remarks>
public sealed partial record SketchOperator
{
    internal SketchOperator(SketchDistribution distribution, ulong seed, uint stream)
    {
        Distribution = distribution;
        Seed = seed;
        Stream = stream;
    }

    /// <summary>Gets what S was drawn from.</summary>
    public SketchDistribution Distribution { get; }

    /// <summary>Gets the seed.</summary>
    public ulong Seed { get; }

    /// <summary>Gets the number of the operator among those of one seed.</summary>
    public uint Stream { get; }

    /// <summary>Gets a value indicating whether the operator is Sᵀ.</summary>
    public bool IsTransposed { get; private init; }

    /// <summary>Gets the rows of the operator: those of S, or its columns when it is transposed.</summary>
    public long Rows => IsTransposed ? Distribution.Columns : Distribution.Rows;

    /// <summary>Gets the columns of the operator: those of S, or its rows when it is transposed.</summary>
    public long Columns => IsTransposed ? Distribution.Rows : Distribution.Columns;

    /// <summary>Gets the transpose of the operator.</summary>
    public SketchOperator Transposed => this with { IsTransposed = !IsTransposed };

    /// <summary>Writes out a window of the operator: the same bits on every device, and as in any other window.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="device">The device that draws and holds the window.</param>
    /// <param name="firstRow">The operator's row that becomes row 0.</param>
    /// <param name="firstColumn">The operator's column that becomes column 0.</param>
    /// <param name="rows">The rows of the window.</param>
    /// <param name="columns">The columns of the window.</param>
    /// <param name="layout">The order of the elements.</param>
    /// <exception cref="ArgumentOutOfRangeException">The window leaves the operator, or a size is negative.</exception>
    /// <exception cref="NotSupportedException">The element type is neither float nor double.</exception>
    /// <exception cref="DeviceOutOfMemoryException">The device has not enough memory.</exception>
    public DeviceMatrix<T> Window<T>(
        Device device, long firstRow, long firstColumn, long rows, long columns, MatrixLayout layout = MatrixLayout.RowMajor)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SketchMatrix<T> sketch = Bind<T>();
        DeviceMatrix<T> window = DeviceMatrix<T>.Allocate(device, rows, columns, layout);
        try
        {
            if (IsTransposed)
            {
                sketch.Window(device.DefaultStream, window.Operand.Transposed, firstColumn, firstRow);
            }
            else
            {
                sketch.Window(device.DefaultStream, window.Operand, firstRow, firstColumn);
            }
        }
        catch
        {
            window.Dispose();
            throw;
        }

        return window;
    }

    internal SketchMatrix<T> Bind<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckType<T>();
        return Distribution.Bind<T>(new RandomStream(Seed, Stream));
    }

    private static void CheckType<T>()
    {
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
        {
            throw new NotSupportedException($"The element type is {typeof(T)}; float and double are supported.");
        }
    }
}
