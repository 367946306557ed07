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
        InterpolationResult<double[,]> columns = InterpolativeDecomposition.Compute(values, tolerance: 0.01, new InterpolationOptions { Seed = 1 });
        int[] chosen = columns.Indices;
        double[,] skeleton = columns.Skeleton;                 // values[:, chosen]
        double[,] coefficients = columns.Coefficients;         // values ≈ skeleton · coefficients
        double error = columns.RelativeErrorEstimate;          // at most 0.01

        // Twelve rows, then twelve columns and rows.
        InterpolationResult<double[,]> rows = InterpolativeDecomposition.Compute(values, rank: 12, new InterpolationOptions { Axis = InterpolationAxis.Rows });
        CurResult<double[,]> cur = Cur.Compute(values, rank: 12);

        Assert.Equal((chosen.Length, chosen.Length), (skeleton.GetLength(1), coefficients.GetLength(0)));
        Assert.InRange(error, 0, 0.01);
        Assert.InRange(SkeletonMatrix.Error(values, skeleton, coefficients), 0, 0.015 * columns.FrobeniusNorm);
        Assert.Equal((12, 80), (rows.Skeleton.GetLength(0), rows.Skeleton.GetLength(1)));
        Assert.Equal((300, 12), (cur.C.GetLength(0), cur.C.GetLength(1)));
    }
}
