using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Random;
using Panther.Kernels.Reduce;

namespace Panther.Core;

/// <summary>
/// Products of an operator with panels in double. Panels are rounded to the operator's element type before, and products are divided by a power of two
/// that brings the first of them near one, which costs no digit and keeps squares in range.
/// </summary>
internal sealed class OperatorProducts<T>(ILinearOperator<T> a, ulong seed, Steps steps)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Powers of two of either sign up to here are numbers.
    private const int MostExtremeExponent = 1000;

    private int? exponent;

    public DeviceStream Stream { get; } = a.Device.DefaultStream;

    public long Rows => a.Rows;

    public long Columns => a.Columns;

    public ulong Seed => seed;

    /// <summary>Gets the columns that the operator or its transpose was multiplied with so far.</summary>
    public long Count { get; private set; }

    /// <summary>Gets the rounding of the element type, 2⁻²³ or 2⁻⁵².</summary>
    public static double Epsilon { get; } = double.CreateChecked(T.BitIncrement(T.One) - T.One);

    /// <summary>Gets the power of two that products were divided by.</summary>
    public double Scale => Math.ScaleB(1, exponent ?? 0);

    /// <summary>Standard normal vectors that A can be multiplied with.</summary>
    /// <param name="stream">The number of the random matrix among those of the seed.</param>
    /// <param name="count">How many vectors.</param>
    public Panel Gaussian(uint stream, int count) => Gaussian(a.Columns, stream, count);

    /// <summary>Standard normal vectors that Aᵀ can be multiplied with.</summary>
    /// <inheritdoc cref="Gaussian(uint, int)" path="/param"/>
    public Panel GaussianOfRows(uint stream, int count) => Gaussian(a.Rows, stream, count);

    /// <summary>Vectors that are uniform on the sphere of radius √length: E ωωᵀ = 1, and their lengths add no variance.</summary>
    /// <inheritdoc cref="Gaussian(uint, int)" path="/param"/>
    public Panel Sphere(uint stream, int count)
    {
        using Panel gaussian = Gaussian(stream, count);
        using Panel scaled = gaussian.ScaleColumns(
            Array.ConvertAll(gaussian.ColumnSquares(), square => square > 0 ? Math.Sqrt(gaussian.Rows / square) : 1));

        // What the estimates take for the test vectors must be what the operator gets.
        using DeviceMatrix<T> rounded = ToMatrix(scaled);
        return ToPanel(rounded);
    }

    /// <summary>A · panel / <see cref="Scale"/>.</summary>
    public Panel Multiply(Panel panel) => Apply(panel, isTransposed: false);

    /// <summary>Aᵀ · panel / <see cref="Scale"/>.</summary>
    public Panel MultiplyTransposed(Panel panel) => Apply(panel, isTransposed: true);

    /// <summary>panel = Q · R.</summary>
    public (Panel Q, Panel R) Factorize(Panel panel)
    {
        using var qr = new PanelOrthonormalizer<double>(Stream, panel.Rows, (int)panel.Columns);
        using var made = new DisposalList();
        Panel q = made.Add(new Panel(Stream, panel.Rows, panel.Columns));
        Panel r = made.Add(new Panel(Stream, panel.Columns, panel.Columns));
        qr.Factorize(panel.Operand, q.Operand, r.Stored);
        made.Release();
        return (q, r);
    }

    private Panel Gaussian(long length, uint stream, int count)
    {
        using DeviceMatrix<T> drawn = DeviceMatrix<T>.Allocate(a.Device, length, count);
        RandomMatrix.FillNormal(Stream, drawn.View, length, count, count, new RandomStream(seed, stream));
        return ToPanel(drawn);
    }

    /// <exception cref="ArgumentException">The product is not finite.</exception>
    private Panel Apply(Panel panel, bool isTransposed)
    {
        using DeviceMatrix<T> input = ToMatrix(panel);
        using DeviceMatrix<T> output = DeviceMatrix<T>.Allocate(a.Device, isTransposed ? a.Columns : a.Rows, panel.Columns);
        if (isTransposed)
        {
            a.MultiplyTransposed(input, output);
        }
        else
        {
            a.Multiply(input, output);
        }

        Count += panel.Columns;
        steps.Completed("Product");
        double largest = Magnitude.Of(Stream, output.View).Largest;
        if (!double.IsFinite(largest))
        {
            throw new ArgumentException("A product of the operator holds a NaN or an infinity.");
        }

        exponent ??= largest > 0 ? Math.Clamp(Math.ILogB(largest), -MostExtremeExponent, MostExtremeExponent) : null;
        Panel result = ToPanel(output);
        if (exponent is { } power and not 0)
        {
            VectorOperations.Scale(Stream, Math.ScaleB(1, -power), result.View, result.View);
        }

        return result;
    }

    private DeviceMatrix<T> ToMatrix(Panel panel)
    {
        DeviceMatrix<T> matrix = DeviceMatrix<T>.Allocate(a.Device, panel.Rows, panel.Columns);
        MatrixOperations.Convert(Stream, panel.Stored, new RowMatrix<T>(matrix.View, panel.Rows, panel.Columns));
        return matrix;
    }

    private Panel ToPanel(DeviceMatrix<T> matrix)
    {
        var panel = new Panel(Stream, matrix.Rows, matrix.Columns);
        MatrixOperations.Convert(Stream, new RowMatrix<T>(matrix.View, matrix.Rows, matrix.Columns), panel.Stored);
        return panel;
    }
}
