using System.Numerics;
using System.Runtime.CompilerServices;
using Panther.Kernels.Gemm.Host;

namespace Panther.Kernels.Factor.Host;

/// <summary>
/// How large the inverse of a triangle is, from a right-hand side whose signs make the solution grow (Cline, Moler, Stewart and Wilkinson, "An estimate for the
/// condition number of a matrix", SIAM J. Numer. Anal. 16, 1979).
/// </summary>
internal static class InverseGrowth
{
    /// <summary>Estimates r₁₁‖R⁻¹‖ in the spectral norm from Rᵀy = ±1 and Rz = y, in double, with 2n² operations.</summary>
    /// <param name="r">R, n×n upper triangular, stored by rows, its diagonal not zero.</param>
    /// <returns>A lower bound up to rounding; infinity or NaN where the solutions leave the range of double.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe double Estimate<T>(HostMatrix<T> r)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int order = (int)r.Rows;
        double unit = 1 / double.CreateTruncating(r[0, 0]);
        var solution = new double[order];
        for (int j = 0; j < order; j++)
        {
            T* row = r.Pointer + (j * r.RowStride);
            double y = (solution[j] + Math.CopySign(1, solution[j])) / (unit * double.CreateTruncating(row[j]));
            solution[j] = y;
            double step = y * unit;
            for (int k = j + 1; k < order; k++)
            {
                solution[k] -= step * double.CreateTruncating(row[k]);
            }
        }

        double first = Length(solution);
        for (int j = order - 1; j >= 0; j--)
        {
            T* row = r.Pointer + (j * r.RowStride);
            double others = 0;
            for (int k = j + 1; k < order; k++)
            {
                others += solution[k] * double.CreateTruncating(row[k]);
            }

            solution[j] = (solution[j] - (unit * others)) / (unit * double.CreateTruncating(row[j]));
        }

        return Math.Max(first / Math.Sqrt(order), Length(solution) / first);
    }

    private static double Length(double[] vector) => Math.Sqrt(vector.Sum(value => value * value));
}
