using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Factor;
using Panther.Kernels.Gemm;
using Panther.Kernels.Reduce;

namespace Panther.Core;

/// <summary>
/// QR of tall panels by Cholesky factors of their Gram matrices, computed in double whatever the element type.
/// </summary>
/// <remarks>
/// One pass, P = Q Lᵀ with PᵀP = L Lᵀ, loses orthogonality like u κ(P)² (Yamamoto, Nakatsukasa, Yanagisawa and Fukaya, ETNA 44, 2015), so a
/// second pass mends it while u κ² is well below one. Where the Cholesky factorisation breaks down, the Gram matrix is shifted by
/// s = 11 (mn + n(n+1)) u ‖P‖² (Fukaya, Kannan, Nakatsukasa, Yamamoto and Yanagisawa, SIAM J. Sci. Comput. 42, 2020), and where even that
/// does, Householder reflections take over. What a float panel holds above its own rounding has κ below 1e7, so double carries
/// it through in one or two passes.
/// </remarks>
internal sealed class PanelOrthonormalizer<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const double UnitRoundoff = 1.1102230246251565e-16;
    private const int MaximumPasses = 6;

    // A pass whose input has u κ² below this leaves κ below 1.1, so that the pass after it is the last one.
    private const double SoundLoss = 0.01;

    private readonly DeviceStream stream;
    private readonly int columns;
    private readonly DisposalList owned = new();
    private readonly DeviceBuffer<double> gram;
    private readonly DeviceBuffer<double> factor;
    private readonly DeviceBuffer<double> inverse;
    private readonly DeviceBuffer<int> status;
    private DeviceBuffer<double> panel;
    private DeviceBuffer<double> spare;

    /// <summary>Reserves double-precision workspace for two panels.</summary>
    public PanelOrthonormalizer(DeviceStream stream, long maximumRows, int columns)
    {
        this.stream = stream;
        this.columns = columns;
        try
        {
            gram = Reserve(columns);
            factor = Reserve(columns);
            inverse = Reserve(columns);
            panel = Reserve(maximumRows);
            spare = Reserve(maximumRows);
            status = owned.Add(stream.Device.Allocate<int>(1, stream));
        }
        catch
        {
            owned.Dispose();
            throw;
        }
    }

    /// <summary>Gets the most robust way that any panel has needed so far.</summary>
    public Orthonormalization Method { get; private set; }

    /// <summary>Gets the orthogonality that one pass may lose: well below what the element type can tell.</summary>
    private static double AcceptedLoss => typeof(T) == typeof(float) ? 1e-8 : 1e-15;

    private MatrixOperand<double> Gram => MatrixOperand<double>.Dense(gram.View, columns, columns);

    private MatrixOperand<double> Factor => MatrixOperand<double>.Dense(factor.View, columns, columns);

    private MatrixOperand<double> Inverse => MatrixOperand<double>.Dense(inverse.View, columns, columns);

    /// <summary>Writes an orthonormal basis of the columns of a panel.</summary>
    /// <param name="source">The panel, at least as tall as wide, stored by rows; it may be a part of wider rows.</param>
    /// <param name="destination">Receives Q, stored by rows.</param>
    public void Orthonormalize(MatrixOperand<T> source, MatrixOperand<T> destination) => Run(source, destination, null);

    /// <summary>Factors a panel into Q R.</summary>
    /// <param name="source">The panel, at least as tall as wide, stored by rows; it may be a part of wider rows.</param>
    /// <param name="destination">Receives Q, stored by rows.</param>
    /// <returns>R, columns×columns, upper triangular, by rows.</returns>
    public double[] Factorize(MatrixOperand<T> source, MatrixOperand<T> destination)
    {
        using var triangle = new TriangleProduct(stream, columns);
        Run(source, destination, triangle);
        double[] r = new double[columns * columns];
        stream.Copy(triangle.Value.Elements, r);
        return r;
    }

    /// <summary>Factors a panel into Q R, which both stay on the device.</summary>
    /// <param name="source">The panel, at least as tall as wide, stored by rows; it may be a part of wider rows.</param>
    /// <param name="destination">Receives Q, stored by rows.</param>
    /// <param name="r">Receives R, columns×columns, upper triangular, rounded to its element type.</param>
    public void Factorize<TTriangle>(MatrixOperand<T> source, MatrixOperand<T> destination, RowMatrix<TTriangle> r)
        where TTriangle : unmanaged, IFloatingPointIeee754<TTriangle>
    {
        using var triangle = new TriangleProduct(stream, columns);
        Run(source, destination, triangle);
        MatrixOperations.Convert(stream, triangle.Value, r);
    }

    /// <inheritdoc/>
    public void Dispose() => owned.Dispose();

    private DeviceBuffer<double> Reserve(long rows) => owned.Add(stream.Device.Allocate<double>(checked(rows * columns), stream));

    private void Run(MatrixOperand<T> source, MatrixOperand<T> destination, TriangleProduct? triangle)
    {
        long rows = source.Rows;
        Load(source, rows);
        if (!TryCholesky(rows, triangle))
        {
            Method = Orthonormalization.Householder;
            Load(source, rows);
            HouseholderQr.Factor(stream, Panel(rows), new RowMatrix<double>(spare.View, rows, columns), new RowMatrix<double>(factor.View, columns, columns));
            (panel, spare) = (spare, panel);
            triangle?.Set(Factor);
        }

        MatrixOperations.Convert(stream, Panel(rows), Stored(destination));
    }

    private void Load(MatrixOperand<T> source, long rows) =>
        MatrixOperations.Convert(stream, Stored(source), Panel(rows));

    private RowMatrix<double> Panel(long rows) => new(panel.View, rows, columns);

    private static RowMatrix<T> Stored(MatrixOperand<T> operand) =>
        new(operand.Elements, operand.StoredRows, operand.StoredColumns, operand.LeadingDimension);

    private bool TryCholesky(long rows, TriangleProduct? triangle)
    {
        bool shifted = false;
        bool previousSound = false;
        for (int pass = 0; pass < MaximumPasses; pass++)
        {
            MatrixOperand<double> current = MatrixOperand<double>.Dense(panel.View, rows, columns);
            MatrixProduct.Gram(stream, current, Gram);
            double? condition = FactorGram();
            bool isShift = condition is null;
            if (isShift)
            {
                if (shifted)
                {
                    return false;
                }

                shifted = true;
                Method = Orthonormalization.ShiftedCholeskyQr > Method ? Orthonormalization.ShiftedCholeskyQr : Method;
                double norm = Magnitude.Of(stream, panel.View.SubView(0, rows * columns)).Norm;
                double shift = 11.0 * ((rows * columns) + (columns * (columns + 1.0))) * UnitRoundoff * norm * norm;
                MatrixOperations.AddToDiagonal(stream, new RowMatrix<double>(gram.View, columns, columns), shift);
                condition = FactorGram();
                if (condition is null)
                {
                    return false;
                }
            }

            MatrixOperand<double> next = MatrixOperand<double>.Dense(spare.View, rows, columns);
            MatrixProduct.Enqueue(stream, 1, current, Inverse.Transposed, 0, next);
            (panel, spare) = (spare, panel);
            triangle?.MultiplyFromLeft(Factor.Transposed);

            // The factor of a shifted Gram matrix says nothing of the panel's condition: two passes must follow.
            double loss = isShift ? double.PositiveInfinity : UnitRoundoff * condition!.Value * condition.Value;
            if (loss <= AcceptedLoss || previousSound)
            {
                return true;
            }

            previousSound = loss <= SoundLoss;
        }

        return false;
    }

    /// <returns>A bound of the condition number of the factor, ‖L‖‖L⁻¹‖ in the Frobenius norm; null if the factorisation broke down.</returns>
    private double? FactorGram()
    {
        Cholesky.Factor(stream, gram.View, factor.View, inverse.View, status.View, columns);
        double condition = Magnitude.Of(stream, factor.View).Norm * Magnitude.Of(stream, inverse.View).Norm;
        return status.ToArray(stream)[0] == int.MaxValue && double.IsFinite(condition) ? condition : null;
    }
}
