using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Gemm;
using Panther.Kernels.Reduce;

namespace Panther.Core;

/// <summary>
/// The products of a matrix with dense panels that are stored by rows. The matrix is scaled by a power of two, which costs no digit, so that squares stay in range: by its largest element, or that of its first
/// product where only products tell; all that is computed from the products is in units of the scaled matrix.
/// </summary>
internal sealed class ScaledProducts<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ILinearOperator<T> matrix;
    private readonly Steps steps;
    private T scale = T.One;
    private bool isMeasured;

    /// <summary>Checks and measures the matrix, which reads a stored one once.</summary>
    /// <exception cref="ArgumentException">The matrix is empty, is not on the wanted device, or holds NaN or infinity.</exception>
    /// <exception cref="NotSupportedException">The element type is neither float nor double.</exception>
    public ScaledProducts(ILinearOperator<T> matrix, Device? device, IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        InputCheck.ElementType<T>();
        InputCheck.NotEmpty(matrix.Rows, matrix.Columns);
        InputCheck.SameDevice(device, matrix.Device);
        cancellation.ThrowIfCancellationRequested();
        this.matrix = matrix;
        Stream = matrix.Device.DefaultStream;
        steps = new Steps(Stream, progress, cancellation, 0);
        ArrayView<T> elements = matrix switch
        {
            DeviceMatrix<T> dense => dense.View,
            CsrMatrix<T> sparse => sparse.Operand.Values,
            _ => default,
        };
        if (elements.Length > 0)
        {
            Magnitude magnitude = InputCheck.Finite(Stream, elements);
            Passes = 1;

            // Elements of a sparse matrix that share a place add up: its norm is not that of its elements.
            Norm = matrix is DeviceMatrix<T> ? magnitude.Norm : null;
            ScaleBy(magnitude);
        }
    }

    /// <summary>Gets the stream that everything is enqueued on.</summary>
    public DeviceStream Stream { get; }

    /// <summary>Gets m.</summary>
    public long Rows => matrix.Rows;

    /// <summary>Gets n.</summary>
    public long Columns => matrix.Columns;

    /// <summary>Gets the smaller side, as far as it fits.</summary>
    public int SmallerSide => (int)Math.Min(int.MaxValue, Math.Min(Rows, Columns));

    /// <summary>Gets how often the matrix was read.</summary>
    public int Passes { get; private set; }

    /// <summary>Gets the factor that takes results back to units of the matrix itself; known once there is a product.</summary>
    public double Unscale { get; private set; } = 1;

    /// <summary>Gets the Frobenius norm of the matrix itself; null where only products tell.</summary>
    public double? Norm { get; }

    /// <summary>Raises the number of products that are expected.</summary>
    public void Plan(int products) => steps.Planned += products;

    /// <summary>destination (m×k) = A · panel (n×k); both dense.</summary>
    public void Multiply(MatrixOperand<T> panel, MatrixOperand<T> destination) => Run(isTransposed: false, panel, destination);

    /// <summary>destination (n×k) = Aᵀ · panel (m×k); both dense.</summary>
    public void MultiplyTransposed(MatrixOperand<T> panel, MatrixOperand<T> destination) => Run(isTransposed: true, panel, destination);

    private void Run(bool isTransposed, MatrixOperand<T> panel, MatrixOperand<T> destination)
    {
        if (matrix is DeviceMatrix<T> dense)
        {
            MatrixOperand<T> a = dense.Operand;
            MatrixProduct.Enqueue(Stream, scale, isTransposed ? a.Transposed : a, panel, T.Zero, destination);
        }
        else
        {
            using DeviceMatrix<T> x = Borrow(panel);
            using DeviceMatrix<T> y = Borrow(destination);
            if (isTransposed)
            {
                matrix.MultiplyTransposed(x, y);
            }
            else
            {
                matrix.Multiply(x, y);
            }

            if (!isMeasured)
            {
                ScaleBy(InputCheck.Finite(Stream, y.View));
            }

            if (scale != T.One)
            {
                VectorOperations.Scale(Stream, scale, y.View, y.View);
            }
        }

        Passes++;
        steps.Completed("product");
    }

    /// <summary>Zeros tell nothing of what other products will be.</summary>
    private void ScaleBy(Magnitude magnitude)
    {
        isMeasured = magnitude.Largest > 0;
        scale = magnitude.ScaleToOne<T>();
        Unscale = 1 / double.CreateTruncating(scale);
    }

    private DeviceMatrix<T> Borrow(MatrixOperand<T> panel) =>
        DeviceMatrix<T>.Borrow(matrix.Device, panel.Elements.SubView(0, panel.Rows * panel.Columns), panel.Rows, panel.Columns, MatrixLayout.RowMajor);
}
