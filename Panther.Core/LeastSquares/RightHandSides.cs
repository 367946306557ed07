using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Gemm;
using Panther.Kernels.Krylov;
using Panther.Kernels.Reduce;

namespace Panther.Core;

/// <summary>Right-hand sides, scaled by powers of two, a factor a column, where they are so large or small that squares would leave the range of the type.</summary>
internal sealed class RightHandSides<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly DeviceStream stream;
    private readonly DeviceBuffer<T> elements;
    private readonly int[] exponents;

    /// <summary>Copies and measures them.</summary>
    /// <exception cref="ArgumentException">There is a NaN or an infinity.</exception>
    public RightHandSides(DeviceStream stream, MatrixOperand<T> b)
    {
        this.stream = stream;
        Columns = checked((int)b.Columns);
        elements = stream.Device.Allocate<T>(checked(b.Rows * b.Columns), stream);
        try
        {
            DensePanel.Load(stream, b, elements.View);
            double[] largest = Largest(b.Rows);
            if (!largest.All(double.IsFinite))
            {
                throw new ArgumentException("The right-hand sides hold a NaN or an infinity.");
            }

            exponents = Array.ConvertAll(largest, SafeExponent.Of<T>);
            if (exponents.Any(e => e != 0))
            {
                using DeviceBuffer<T> factors = stream.Device.Allocate<T>(Array.ConvertAll(exponents, e => T.ScaleB(T.One, -e)), stream);
                var rows = new RowMatrix<T>(elements.View, b.Rows, Columns);
                MatrixOperations.ScaleColumns(stream, factors.View, rows, rows);
            }

            using DeviceBuffer<double> sums = stream.Device.Allocate<double>(Columns, stream);
            PanelDots.Enqueue(stream, elements.View, elements.View, Columns, sums.View);
            Norms = Array.ConvertAll(sums.ToArray(stream), Math.Sqrt);
        }
        catch
        {
            elements.Dispose();
            throw;
        }
    }

    /// <summary>Gets their number.</summary>
    public int Columns { get; }

    /// <summary>Gets them, m×columns, dense, by rows.</summary>
    public ArrayView<T> View => elements.View;

    /// <summary>Gets their norms.</summary>
    public double[] Norms { get; }

    /// <summary>Scales solutions back: destination = matrixScale · solution, each column by the inverse of its factor.</summary>
    public void Restore(ArrayView<T> solution, T matrixScale)
    {
        VectorOperations.Scale(stream, matrixScale, solution, solution);
        if (exponents.Any(e => e != 0))
        {
            using DeviceBuffer<T> factors = stream.Device.Allocate<T>(Array.ConvertAll(exponents, e => T.ScaleB(T.One, e)), stream);
            var rows = new RowMatrix<T>(solution, solution.Length / Columns, Columns);
            MatrixOperations.ScaleColumns(stream, factors.View, rows, rows);
        }
    }

    /// <summary>Scales norms of residuals back.</summary>
    public double[] Restore(double[] norms) => [.. norms.Select((norm, j) => Math.ScaleB(norm, exponents[j]))];

    /// <inheritdoc/>
    public void Dispose() => elements.Dispose();

    private double[] Largest(long rows)
    {
        if (typeof(T) == typeof(float))
        {
            using DeviceBuffer<float> largest = stream.Device.Allocate<float>(Columns, stream);
            Reduction.ReduceColumns<float, float, MaxAbsSingle>(stream, new RowMatrix<float>(elements.View.Cast<float>(), rows, Columns), largest.View);
            return Array.ConvertAll(largest.ToArray(stream), x => (double)x);
        }

        using DeviceBuffer<double> doubles = stream.Device.Allocate<double>(Columns, stream);
        Reduction.ReduceColumns<double, double, MaxAbsDouble>(stream, new RowMatrix<double>(elements.View.Cast<double>(), rows, Columns), doubles.View);
        return doubles.ToArray(stream);
    }
}
