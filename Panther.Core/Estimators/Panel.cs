using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Gemm;
using Panther.Kernels.Reduce;

namespace Panther.Core;

/// <summary>A few columns in double on a device, stored by rows, with the small algebra that estimators are written in.</summary>
internal sealed class Panel : IDisposable
{
    private readonly DeviceStream stream;
    private readonly DeviceBuffer<double> elements;

    /// <summary>Reserves a panel; its elements are undefined.</summary>
    public Panel(DeviceStream stream, long rows, long columns)
    {
        this.stream = stream;
        Rows = rows;
        Columns = columns;
        elements = stream.Device.Allocate<double>(checked(rows * columns), stream);
    }

    public long Rows { get; }

    public long Columns { get; }

    public ArrayView<double> View => elements.View;

    public MatrixOperand<double> Operand => MatrixOperand<double>.Dense(View, Rows, Columns);

    public RowMatrix<double> Stored => new(View, Rows, Columns);

    /// <summary>this · right.</summary>
    public Panel Times(Panel right) => Product(Operand, right.Operand);

    /// <summary>thisᵀ · right.</summary>
    public Panel TransposedTimes(Panel right) => Product(Operand.Transposed, right.Operand);

    /// <summary>this · rightᵀ.</summary>
    public Panel TimesTransposed(Panel right) => Product(Operand, right.Operand.Transposed);

    /// <summary>this · diag(factors).</summary>
    public Panel ScaleColumns(double[] factors)
    {
        using DeviceBuffer<double> scales = stream.Device.Allocate<double>(factors, stream);
        var scaled = new Panel(stream, Rows, Columns);
        MatrixOperations.ScaleColumns(stream, scales.View, Stored, scaled.Stored);
        return scaled;
    }

    /// <summary>this - left · right, in place.</summary>
    public void SubtractProduct(Panel left, Panel right) => MatrixProduct.Enqueue(stream, -1, left.Operand, right.Operand, 1, Operand);

    /// <summary>The scalar products of this panel's columns with those of another one. Waits for them.</summary>
    public double[] ColumnDots(Panel other)
    {
        using var products = new Panel(stream, Rows, Columns);
        VectorOperations.Multiply(stream, View, other.View, products.View);
        return products.ColumnSums();
    }

    /// <summary>The sums of the columns. Waits for them.</summary>
    public double[] ColumnSums()
    {
        using DeviceBuffer<double> sums = stream.Device.Allocate<double>(Columns, stream);
        Reduction.ReduceColumns<double, double, SumDouble>(stream, Stored, sums.View);
        return sums.ToArray(stream);
    }

    /// <summary>The squared lengths of the columns. Waits for them.</summary>
    public double[] ColumnSquares() => MatrixReductions.ColumnSumsOfSquares(stream, Stored);

    public void Dispose() => elements.Dispose();

    private Panel Product(MatrixOperand<double> left, MatrixOperand<double> right)
    {
        var product = new Panel(stream, left.Rows, right.Columns);
        MatrixProduct.Enqueue(stream, 1, left, right, 0, product.Operand);
        return product;
    }
}
