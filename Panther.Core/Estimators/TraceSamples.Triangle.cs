using Panther.Kernels.Elementwise;
using Panther.Kernels.Factor;

namespace Panther.Core;

/// <content>The inverse of a triangle.</content>
internal sealed partial class TraceSamples<T>
{
    /// <summary>Returns R⁻ᵀ. Zeros on the diagonal of R, of columns that depend on others, become rounding errors, as they are in general.</summary>
    private Panel InverseTransposed(double[] triangle, int order)
    {
        double norm = Math.Sqrt(triangle.Sum(r => r * r));
        double floor = norm > 0 ? norm * Math.ScaleB(1, -52) : 1;
        for (int i = 0; i < triangle.Length; i += order + 1)
        {
            triangle[i] = Math.Abs(triangle[i]) < floor ? floor : triangle[i];
        }

        using var r = new Panel(a.Stream, order, order);
        a.Stream.Copy(triangle, r.View);
        var inverse = new Panel(a.Stream, order, order);
        MatrixOperations.Identity(a.Stream, 1, inverse.Stored);
        TriangularSolve.Left(a.Stream, upper: false, r.Operand.Transposed, inverse.Operand);
        return inverse;
    }
}
