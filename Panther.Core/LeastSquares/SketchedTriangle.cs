using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Gemm;

namespace Panther.Core;

/// <summary>The QR factorisation S·A = Q R of a sketch, R in double, and S itself for right-hand sides.</summary>
internal sealed class SketchedTriangle<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly DeviceStream stream;
    private readonly SketchOperator? sketch;
    private readonly DisposalList owned = new();
    private readonly DeviceBuffer<T> basis;
    private readonly long sketchRows;

    /// <param name="stream">The stream.</param>
    /// <param name="a">A, m×n.</param>
    /// <param name="sketch">S, with at least n rows; null for the identity.</param>
    public SketchedTriangle(DeviceStream stream, SystemMatrix<T> a, SketchOperator? sketch)
    {
        this.stream = stream;
        this.sketch = sketch;
        Order = (int)a.Columns;
        sketchRows = sketch?.Rows ?? a.Rows;
        try
        {
            basis = owned.Add(stream.Device.Allocate<T>(checked(sketchRows * Order), stream));
            a.Sketch(stream, sketch, basis.View);
            using var qr = new PanelOrthonormalizer<T>(stream, sketchRows, Order);
            MatrixOperand<T> panel = MatrixOperand<T>.Dense(basis.View, sketchRows, Order);
            Triangle = owned.Add(stream.Device.Allocate<double>(qr.Factorize(panel, panel), stream));
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
}
