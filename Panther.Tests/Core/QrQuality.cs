using System.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace Panther.Tests.Core;

/// <summary>How good a pivoted QR factorisation is, by plain arithmetic in double.</summary>
/// <param name="Orthogonality">‖QᵀQ - I‖ in the Frobenius norm.</param>
/// <param name="Reconstruction">‖A P - Q R‖ / ‖A‖ in the Frobenius norm.</param>
/// <param name="Diagonal">The diagonal of R.</param>
/// <param name="SingularValues">The singular values of A, falling.</param>
internal sealed record QrQuality(double Orthogonality, double Reconstruction, double[] Diagonal, double[] SingularValues)
{
    /// <summary>Measures A P = Q R.</summary>
    public static QrQuality Of<T>(T[,] a, T[,] q, T[,] r, IReadOnlyList<int> permutation)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int m = a.GetLength(0), n = a.GetLength(1), k = r.GetLength(0);
        Matrix<double> original = Matrix<double>.Build.Dense(m, n, (i, j) => double.CreateChecked(a[i, permutation[j]]));
        double[] values = [.. original.Svd(computeVectors: false).S];
        double[] diagonal = [.. Enumerable.Range(0, k).Select(i => double.CreateChecked(r[i, i]))];
        if (k == 0)
        {
            return new QrQuality(0, original.FrobeniusNorm() == 0 ? 0 : 1, diagonal, values);
        }

        Matrix<double> basis = Matrix<double>.Build.Dense(m, k, (i, j) => double.CreateChecked(q[i, j]));
        Matrix<double> triangle = Matrix<double>.Build.Dense(k, n, (i, j) => double.CreateChecked(r[i, j]));
        Matrix<double> defect = basis.TransposeThisAndMultiply(basis) - Matrix<double>.Build.DenseIdentity(k);
        double norm = original.FrobeniusNorm();
        return new QrQuality(defect.FrobeniusNorm(), (original - (basis * triangle)).FrobeniusNorm() / norm, diagonal, values);
    }

    /// <summary>How often a singular value is above a fraction of the largest.</summary>
    public int ValuesAbove(double fraction) => SingularValues.Count(value => value > fraction * SingularValues[0]);
}
