using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Gemm;
using Panther.Kernels.Pivoting;
using Panther.Kernels.Sketch;

namespace Panther.Core;

/// <summary>
/// The matrix of the Gaussian kernel, exp(-‖xᵢ - xⱼ‖² / (2·bandwidth²)), of points. It is not stored: elements and columns are computed on the device when they are asked
/// for, and products take it a panel of columns at a time. It reads the points where they are, and does not own them.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>Squared distances are sums of squared differences in the element type, so that near points have the kernel's full accuracy.</remarks>
public sealed class GaussianKernelMatrix<T> : IPositiveSemidefinite<T>, ILinearOperator<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int PanelColumns = 512;

    private readonly DeviceMatrix<T> points;
    private readonly T factor;

    /// <summary>Makes the matrix; nothing is computed yet.</summary>
    /// <param name="points">The points, one a row, n×d; must outlive this.</param>
    /// <param name="bandwidth">The distance at which the kernel falls to exp(-1/2), above zero.</param>
    /// <exception cref="ArgumentException">There is no point, or points have no coordinates.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The bandwidth is not a positive finite number, there are 2³¹ points or more, or its square leaves the range of the type.</exception>
    /// <exception cref="NotSupportedException">The element type is neither float nor double.</exception>
    public GaussianKernelMatrix(DeviceMatrix<T> points, double bandwidth)
    {
        ArgumentNullException.ThrowIfNull(points);
        InputCheck.ElementType<T>();
        InputCheck.NotEmpty(points.Rows, points.Columns);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(points.Rows, int.MaxValue, nameof(points));
        factor = T.CreateTruncating(1 / (2 * bandwidth * bandwidth));
        if (!(bandwidth > 0) || !T.IsNormal(factor))
        {
            throw new ArgumentOutOfRangeException(nameof(bandwidth), bandwidth, "The bandwidth must be positive, and its square in the range of the element type.");
        }

        this.points = points;
        Bandwidth = bandwidth;
    }

    /// <summary>Gets the distance at which the kernel falls to exp(-1/2).</summary>
    public double Bandwidth { get; }

    /// <inheritdoc/>
    public long Order => points.Rows;

    /// <inheritdoc/>
    public long Rows => points.Rows;

    /// <inheritdoc/>
    long ILinearOperator<T>.Columns => points.Rows;

    /// <inheritdoc/>
    public Device Device => points.Device;

    private StridedMatrix<T> Points => StridedMatrix<T>.Of(points.Operand);

    /// <inheritdoc/>
    public void Diagonal(DeviceMatrix<T> destination)
    {
        KernelMatrixCheck.Destination(Order, 1, Device, destination);
        Device.DefaultStream.Fill(destination.View, T.One);
    }

    /// <inheritdoc/>
    public void Columns(ArrayView<int> columns, DeviceMatrix<T> destination)
    {
        KernelMatrixCheck.Destination(Order, columns.Length, Device, destination);
        Pivots.Gaussian(Device.DefaultStream, Points, null, columns, factor, new RowMatrix<T>(destination.View, Order, columns.Length));
    }

    /// <inheritdoc/>
    public void Block(ArrayView<int> places, DeviceMatrix<T> destination)
    {
        KernelMatrixCheck.Destination(places.Length, places.Length, Device, destination);
        Pivots.Gaussian(Device.DefaultStream, Points, places, places, factor, new RowMatrix<T>(destination.View, places.Length, places.Length));
    }

    /// <summary>destination = K · panel, computing K anew, a panel of 512 columns at a time: n²·d operations and as many exponentials as K has elements.</summary>
    /// <inheritdoc/>
    public void Multiply(DeviceMatrix<T> panel, DeviceMatrix<T> destination)
    {
        ProductCheck.Operands(this, isTransposed: false, panel, destination);
        DeviceStream stream = Device.DefaultStream;
        int width = (int)Math.Min(PanelColumns, Order);
        int[] all = [.. Enumerable.Range(0, (int)Order)];
        using DeviceBuffer<int> places = Device.Allocate<int>(all, stream);
        using DeviceBuffer<T> elements = Device.Allocate<T>(checked(Order * width), stream);
        for (long start = 0; start < Order; start += width)
        {
            int count = (int)Math.Min(width, Order - start);
            var block = new RowMatrix<T>(elements.View, Order, count);
            Pivots.Gaussian(stream, Points, null, places.View.SubView(start, count), factor, block);
            MatrixProduct.Enqueue(
                stream,
                T.One,
                MatrixOperand<T>.Dense(elements.View, Order, count),
                panel.Operand.Block(start, 0, count, panel.Columns),
                start == 0 ? T.Zero : T.One,
                destination.Operand);
        }
    }

    /// <summary>The same as <see cref="Multiply"/>: the matrix is symmetric.</summary>
    /// <inheritdoc/>
    public void MultiplyTransposed(DeviceMatrix<T> panel, DeviceMatrix<T> destination) => Multiply(panel, destination);
}
