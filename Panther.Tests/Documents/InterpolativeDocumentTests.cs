using Panther.Core;
using Panther.Tests.Core;
using Panther.Tests.Interpolation;

namespace Panther.Tests.Documents;

/// <summary>The code that docs/interpolative.md shows.</summary>
public sealed class InterpolativeDocumentTests
{
    [Fact]
    public void Example_OfTheDocument_InterpolatesAsItSays()
    {
        double[] spectrum = [.. Enumerable.Range(0, 80).Select(i => Math.Pow(0.8, i))];
        double[,] values = SpectrumMatrix.Create(300, 80, spectrum, 1);

        // The columns that explain the others to 1 %.
        InterpolationResult<double[,], double[,]> columns = InterpolativeDecomposition.Compute(values, tolerance: 0.01, new InterpolationOptions { Seed = 1 });
        int[] chosen = columns.Indices;
        double[,] skeleton = columns.Skeleton;                 // values[:, chosen]
        double[,] coefficients = columns.Coefficients;         // values ≈ skeleton · coefficients
        double error = columns.RelativeErrorEstimate;          // at most 0.01

        // Twelve rows, then twelve columns and rows.
        InterpolationResult<double[,], double[,]> rows = InterpolativeDecomposition.Compute(values, rank: 12, new InterpolationOptions { Axis = InterpolationAxis.Rows });
        CurResult<double[,], double[,]> cur = Cur.Compute(values, rank: 12);

        Assert.Equal((chosen.Length, chosen.Length), (skeleton.GetLength(1), coefficients.GetLength(0)));
        Assert.InRange(error, 0, 0.01);
        Assert.InRange(SkeletonMatrix.Error(values, skeleton, coefficients), 0, 0.015 * columns.FrobeniusNorm);
        Assert.Equal((12, 80), (rows.Skeleton.GetLength(0), rows.Skeleton.GetLength(1)));
        Assert.Equal((300, 12), (cur.C.GetLength(0), cur.C.GetLength(1)));
    }

    [Fact]
    public void Example_OfSparseMatrices_KeepsThemSparse()
    {
        double[] spectrum = [.. Enumerable.Range(0, 72).Select(i => Math.Pow(0.8, i))];
        using CsrMatrix<double> table = SparseMatrix.Upload(TestDevice.Get("cpu"), SparseMatrix.Create(spectrum, 300, 80));

        using SparseCurResult<double> picked = Cur.Compute(table, rank: 12, new CurOptions { Seed = 1 });
        CsrMatrix<double> columns = picked.C;                  // twelve columns of the table, as sparse as they are there
        DeviceMatrix<double> coupling = picked.U;              // 12×12, dense
        var inMathNet = (columns.ToMathNet(), coupling.ToMathNet(), picked.R.ToMathNet());

        // As an operator, which any other matrix may be by its products alone: the same columns, dense.
        ILinearOperator<double> products = table;
        using DeviceInterpolationResult<double> known = InterpolativeDecomposition.Compute(products, tolerance: 0.1);

        Assert.Equal((300, 12), (inMathNet.Item1.RowCount, inMathNet.Item1.ColumnCount));
        Assert.Equal(columns.NonzeroCount, columns.ToArray().Cast<double>().Count(value => value != 0));
        Assert.InRange(SkeletonMatrix.Error(table.ToArray(), columns.ToArray(), coupling.ToArray(), picked.R.ToArray()), 0, 3 * picked.ErrorEstimate);
        Assert.InRange(known.RelativeErrorEstimate, 0, 0.1);
    }
}
