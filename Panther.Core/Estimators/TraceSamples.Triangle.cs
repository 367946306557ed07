using Panther.Kernels.Elementwise;
using Panther.Kernels.Factor;
using Panther.Kernels.Reduce;

namespace Panther.Core;

/// <content>The inverse of a triangle.</content>
internal sealed partial class TraceSamples<T>
{
    /// <summary>Returns R⁻ᵀ. Zeros on the diagonal of R, of columns that depend on others, become rounding errors, as they are in general.</summary>
    private Panel InverseTransposed(Panel r)
    {
        int order = (int)r.Rows;
        double floor = Magnitude.Of(a.Stream, r.View).Norm * Math.ScaleB(1, -52);
        using var copy = new Panel(a.Stream, order, 1);
        var diagonal = new RowMatrix<double>(r.View, order, 1, order + 1L);
        MatrixOperations.Copy(a.Stream, diagonal, copy.Stored);
        var pivots = new double[order];
        a.Stream.Copy(copy.View, pivots);
        if (pivots.Any(pivot => Math.Abs(pivot) < floor))
        {
            a.Stream.Copy(Array.ConvertAll(pivots, pivot => Math.Abs(pivot) < floor ? floor : pivot), copy.View);
            MatrixOperations.Copy(a.Stream, copy.Stored, diagonal);
        }

        var inverse = new Panel(a.Stream, order, order);
        MatrixOperations.Identity(a.Stream, 1, inverse.Stored);
        TriangularSolve.Left(a.Stream, upper: false, r.Operand.Transposed, inverse.Operand);
        return inverse;
    }
}
