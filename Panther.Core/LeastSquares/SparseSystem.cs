using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Gemm;

namespace Panther.Core;

/// <summary>A sparse matrix as a system.</summary>
internal sealed class SparseSystem<T>(CsrMatrix<T> a) : SystemMatrix<T>(a.Rows, a.Columns)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    protected override ArrayView<T> Elements => a.Operand.Values;

    /// <inheritdoc/>
    protected override void EnqueueProduct(DeviceStream stream, ArrayView<T> panel, ArrayView<T> destination, int columns)
    {
        using DeviceMatrix<T> source = Borrow(panel, columns);
        using DeviceMatrix<T> product = Borrow(destination, columns);
        a.Multiply(source, product);
    }

    /// <inheritdoc/>
    protected override void EnqueueTransposedProduct(DeviceStream stream, ArrayView<T> panel, ArrayView<T> destination, int columns)
    {
        using DeviceMatrix<T> source = Borrow(panel, columns);
        using DeviceMatrix<T> product = Borrow(destination, columns);
        a.MultiplyTransposed(source, product);
    }

    /// <inheritdoc/>
    protected override void EnqueueSketch(DeviceStream stream, SketchOperator? sketch, ArrayView<T> destination)
    {
        if (sketch is null)
        {
            using DeviceBuffer<T> identity = stream.Device.Allocate<T>(checked(Columns * Columns), stream);
            MatrixOperations.Identity(stream, T.One, new RowMatrix<T>(identity.View, Columns, Columns));
            EnqueueProduct(stream, identity.View, destination, checked((int)Columns));
        }
        else
        {
            MatrixOperand<T> product = Panel(destination, checked((int)Columns));
            sketch.Bind<T>().MultiplySparse(stream, a.TransposedOperand, isTransposed: true, product.Transposed);
        }
    }

    private DeviceMatrix<T> Borrow(ArrayView<T> panel, int columns) =>
        DeviceMatrix<T>.Borrow(a.Device, panel, panel.Length / columns, columns, MatrixLayout.RowMajor);
}
