using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Gemm;
using Panther.Kernels.Reduce;

namespace Panther.Core;

/// <summary>
/// The QR factorisation S·A·D = Q R of a sketch, R in double, and S itself for right-hand sides. Where columns differ much in length, D brings them to lengths from
/// 1 to 2 by powers of two; else it is the identity.
/// </summary>
internal sealed class SketchedTriangle<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Columns whose lengths are within a factor of 16 are left alone.
    private const int HarmlessSpread = 4;

    private readonly DeviceStream stream;
    private readonly SketchOperator? sketch;
    private readonly DisposalList owned = new();
    private readonly DeviceBuffer<T> basis;
    private readonly long sketchRows;
    private int[] exponents = [];

    /// <param name="stream">The stream.</param>
    /// <param name="a">A, m×n.</param>
    /// <param name="sketch">S, with at least n rows; null for the identity.</param>
    /// <param name="mayScaleColumns">Whether D may be other than the identity; A then gets it as <see cref="SystemMatrix{T}.ColumnFactors"/>, for the life of this.</param>
    /// <param name="steps">Told of the sketch and of its triangle.</param>
    public SketchedTriangle(DeviceStream stream, SystemMatrix<T> a, SketchOperator? sketch, bool mayScaleColumns, Steps steps)
    {
        this.stream = stream;
        this.sketch = sketch;
        Order = (int)a.Columns;
        sketchRows = sketch?.Rows ?? a.Rows;
        try
        {
            basis = owned.Add(stream.Device.Allocate<T>(checked(sketchRows * Order), stream));
            a.Sketch(stream, sketch, basis.View);
            steps.Completed("sketch");
            if (mayScaleColumns)
            {
                ScaleColumns(a);
            }

            Triangle = owned.Add(TallTriangle.Factor(stream, basis.View, Order));
            steps.Completed("triangle of the sketch");
        }
        catch
        {
            owned.Dispose();
            throw;
        }
    }

    /// <summary>Gets n.</summary>
    public int Order { get; }

    /// <summary>Gets R, n×n, upper triangular, by rows.</summary>
    public DeviceBuffer<double> Triangle { get; }

    /// <summary>Takes D back from A and from the triangle, R := R D⁻¹.</summary>
    public void UnscaleColumns(SystemMatrix<T> a)
    {
        if (a.ColumnFactors is not null)
        {
            using DeviceBuffer<double> inverses = stream.Device.Allocate<double>(Array.ConvertAll(exponents, e => Math.ScaleB(1, e)), stream);
            var triangle = new RowMatrix<double>(Triangle.View, Order, Order);
            MatrixOperations.ScaleColumns(stream, inverses.View, triangle, triangle);
            a.ColumnFactors = null;
        }
    }

    /// <summary>destination (n×columns) = Qᵀ S b.</summary>
    /// <param name="b">m×columns, dense, by rows.</param>
    /// <param name="destination">The coordinates of S b in the basis Q, by rows.</param>
    /// <param name="columns">The columns of b.</param>
    public void Project(ArrayView<T> b, ArrayView<double> destination, int columns)
    {
        using DeviceBuffer<T> product = stream.Device.Allocate<T>((long)Order * columns, stream);
        using DeviceBuffer<T>? sketched = sketch is null ? null : stream.Device.Allocate<T>(sketchRows * columns, stream);
        MatrixOperand<T> panel = MatrixOperand<T>.Dense(b, b.Length / columns, columns);
        if (sketched is not null)
        {
            MatrixOperand<T> image = MatrixOperand<T>.Dense(sketched.View, sketchRows, columns);
            sketch!.Bind<T>().Multiply(stream, panel, 0, T.Zero, image);
            panel = image;
        }

        MatrixOperand<T> q = MatrixOperand<T>.Dense(basis.View, sketchRows, Order);
        MatrixProduct.Enqueue(stream, T.One, q.Transposed, panel, T.Zero, MatrixOperand<T>.Dense(product.View, Order, columns));
        MatrixOperations.Convert(stream, new RowMatrix<T>(product.View, Order, columns), new RowMatrix<double>(destination, Order, columns));
    }

    /// <inheritdoc/>
    public void Dispose() => owned.Dispose();

    private void ScaleColumns(SystemMatrix<T> a)
    {
        var rows = new RowMatrix<T>(basis.View, sketchRows, Order);
        exponents = Array.ConvertAll(MatrixReductions.ColumnSumsOfSquares(stream, rows), s => s > 0 ? Math.ILogB(s) / 2 : 0);
        if (exponents.Max() - exponents.Min() <= HarmlessSpread)
        {
            return;
        }

        int limit = typeof(T) == typeof(float) ? 120 : 1000;
        exponents = Array.ConvertAll(exponents, e => Math.Clamp(e, -limit, limit));
        a.ColumnFactors = owned.Add(stream.Device.Allocate<T>(Array.ConvertAll(exponents, e => T.ScaleB(T.One, -e)), stream));
        MatrixOperations.ScaleColumns(stream, a.ColumnFactors.View, rows, rows);
    }
}
