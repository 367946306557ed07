using System.Numerics;
using Panther.Core;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Factor;
using Panther.Kernels.Gemm;
using Panther.Kernels.Random;
using Panther.Kernels.Reduce;

namespace Panther.Bench.Suites.Qr;

/// <summary>The parts of a pivoted Cholesky QR, each to be timed alone; the operands of the solves are not what they would be, but as large.</summary>
internal sealed class QrParts<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly DeviceMatrix<T> _a;
    private readonly DeviceMatrix<T> _panel;
    private readonly DeviceMatrix<T> _sketch;
    private readonly DeviceMatrix<T> _triangle;
    private readonly DeviceMatrix<T> _gram;
    private readonly DeviceMatrix<T> _factor;
    private readonly DeviceBuffer<int> _pivots;
    private readonly DeviceBuffer<int> _status;
    private readonly SketchOperator _operator;

    public QrParts(DeviceMatrix<T> a)
    {
        int n = (int)a.Columns, d = Math.Max(n + 32, (n * 5 / 4));
        _a = a;
        _operator = new SjltSketch(d, a.Rows).Sample(1);
        _panel = DeviceMatrix<T>.Allocate(a.Device, a.Rows, n);
        _sketch = DeviceMatrix<T>.Allocate(a.Device, d, n);
        _triangle = DeviceMatrix<T>.Allocate(a.Device, n, n);
        _gram = DeviceMatrix<T>.Allocate(a.Device, n, n);
        _factor = DeviceMatrix<T>.Allocate(a.Device, n, n);
        _pivots = a.Device.Allocate<int>(n);
        _status = a.Device.Allocate<int>(1);
    }

    private DeviceStream Stream => _a.Device.DefaultStream;

    /// <summary>The parts in their order; each uses what those before it have left.</summary>
    public (string Name, Action Run)[] All =>
    [
        ("qr: check", () => Magnitude.Of(Stream, _a.View)),
        ("qr: sketch", () => _operator.ApplyLeft(_a, _sketch)),
        ("qr: pivoted qr of sketch", () => ColumnPivotedQr.Factor(Stream, Operand(_sketch), _pivots.View, Rows(_triangle), (int)_a.Columns)),
        ("qr: gather", () => MatrixOperations.GatherColumns(Stream, _pivots.View, Rows(_a), Rows(_panel))),
        ("qr: solve", () =>
        {
            // From a fresh panel each time: solved again and again it would leave the range of the type.
            MatrixOperations.GatherColumns(Stream, _pivots.View, Rows(_a), Rows(_panel));
            TriangularSolve.Right(Stream, upper: true, Operand(_triangle), Operand(_panel), mayInvert: true);
        }),
        ("qr: gram", () => MatrixProduct.Gram(Stream, Operand(_panel), Operand(_gram))),
        ("qr: cholesky", () => Cholesky.Factor(Stream, _gram.View, _factor.View, _status.View, (int)_a.Columns)),
        ("qr: orthogonality", () => new ProbeSet(new RandomStream(1)).Orthogonality(Stream, Operand(_panel))),
    ];

    public void Dispose()
    {
        foreach (IDisposable item in new IDisposable[] { _panel, _sketch, _triangle, _gram, _factor, _pivots, _status })
        {
            item.Dispose();
        }
    }

    private static MatrixOperand<T> Operand(DeviceMatrix<T> matrix) => MatrixOperand<T>.Dense(matrix.View, matrix.Rows, matrix.Columns);

    private static RowMatrix<T> Rows(DeviceMatrix<T> matrix) => new(matrix.View, matrix.Rows, matrix.Columns);
}
