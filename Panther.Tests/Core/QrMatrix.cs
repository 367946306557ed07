using System.Numerics;
using MathNet.Numerics.LinearAlgebra;
using Panther.Core;
using Panther.Jit.Runtime;

namespace Panther.Tests.Core;

/// <summary>The tall matrices that QR factorisations are held to, in double.</summary>
internal static class QrMatrix
{
    /// <summary>The names of all kinds.</summary>
    public static string[] Kinds { get; } =
    [
        "gaussian", "condition", "graded", "kahan", "graded kahan", "kahan before a gap", "vandermonde", "deficient", "zero columns", "duplicates", "badly scaled", "identity", "coherent", "few large rows",
    ];

    /// <summary>Tells whether a kind has a condition number to choose.</summary>
    public static bool HasCondition(string kind) => kind is "condition" or "graded" or "badly scaled";

    /// <summary>The rank of a kind whose singular values leave no doubt about it; null for the others.</summary>
    public static int? Rank(string kind, int columns) => kind switch
    {
        "gaussian" or "identity" => columns,
        "deficient" => Math.Max(1, columns / 2),
        "zero columns" => columns - ((columns + 1) / 3),
        "duplicates" => (columns + 1) / 2,
        _ => null,
    };

    /// <summary>Makes a matrix.</summary>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <param name="rows">m, at least n.</param>
    /// <param name="columns">n.</param>
    /// <param name="condition">The largest over the smallest singular value, where the kind has such a parameter.</param>
    /// <param name="seed">The seed.</param>
    public static double[,] Create(string kind, int rows, int columns, double condition, int seed)
    {
        var random = new Random(seed);
        Matrix<double> gaussian = Gaussian(rows, columns, random);
        double Fraction(int j) => columns == 1 ? 0 : (double)j / (columns - 1);
        Matrix<double> matrix = kind switch
        {
            "gaussian" => gaussian,
            "condition" => Orthonormal(rows, columns, random).PointwiseMultiply(Rows(rows, columns, j => Math.Pow(condition, -Fraction(j))))
                * Orthonormal(columns, columns, random),
            "graded" => gaussian.PointwiseMultiply(Rows(rows, columns, j => Math.Pow(condition, -Fraction(j)))),
            "kahan" => Orthonormal(rows, columns, random) * Kahan(columns, 0.95, 1),
            "graded kahan" => Orthonormal(rows, columns, random) * Kahan(columns, 0.6, 0.75),
            "kahan before a gap" => Orthonormal(rows, columns, random) * KahanBeforeAGap(columns),
            "vandermonde" => Matrix<double>.Build.Dense(rows, columns, (i, j) => Math.Pow((double)(i + 1) / rows, j)),
            "deficient" => Gaussian(rows, Math.Max(1, columns / 2), random) * Gaussian(Math.Max(1, columns / 2), columns, random),
            "zero columns" => gaussian.PointwiseMultiply(Rows(rows, columns, j => j % 3 == 1 ? 0 : 1)),
            "duplicates" => Matrix<double>.Build.Dense(rows, columns, (i, j) => gaussian[i, j - (j % 2)]),
            "badly scaled" => gaussian.PointwiseMultiply(Rows(rows, columns, _ => Math.Pow(10, (random.NextDouble() - 0.5) * 2 * Math.Log10(condition)))),
            "identity" => Matrix<double>.Build.Dense(rows, columns, (i, j) => i == j ? 1 : 0),
            "coherent" => Matrix<double>.Build.Dense(rows, columns, (i, j) => i < columns ? gaussian[i, j] : 0),
            "few large rows" => Matrix<double>.Build.Dense(rows, columns, (i, j) => gaussian[i, j] * (i % 17 == 0 ? 1e3 : 1)),
            _ => throw new ArgumentException(kind),
        };
        return matrix.ToArray();
    }

    /// <summary>Copies a matrix to a device in a layout.</summary>
    public static DeviceMatrix<T> OnDevice<T>(Device device, T[,] values, MatrixLayout layout)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int m = values.GetLength(0), n = values.GetLength(1);
        T[] stored = new T[m * n];
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                stored[layout == MatrixLayout.RowMajor ? (i * n) + j : (j * m) + i] = values[i, j];
            }
        }

        return DeviceMatrix<T>.Create(device, stored, m, n, layout);
    }

    private static Matrix<double> Rows(int rows, int columns, Func<int, double> value)
    {
        double[] row = [.. Enumerable.Range(0, columns).Select(value)];
        return Matrix<double>.Build.Dense(rows, columns, (_, j) => row[j]);
    }

    /// <summary>
    /// Kahan's triangle, of which exact pivoting takes the columns in their order: they have equal norms in every step, or where they are graded falling ones, which a sketch does not change either. Its smallest
    /// singular value is about (grade·(1 + cosine))ⁿ times below the last element of the diagonal.
    /// </summary>
    private static Matrix<double> Kahan(int order, double sine, double grade)
    {
        double cosine = Math.Sqrt(1 - (sine * sine));
        return Matrix<double>.Build.Dense(order, order, (i, j) => Math.Pow(sine, i) * Math.Pow(grade, j) * (i == j ? 1 : j > i ? -cosine : 0));
    }

    /// <summary>A graded triangle of Kahan's and a much smaller identity: what the last diagonal element of the former hides is hidden in the middle.</summary>
    private static Matrix<double> KahanBeforeAGap(int order)
    {
        int leading = Math.Max(1, 3 * order / 4);
        Matrix<double> matrix = Matrix<double>.Build.Dense(order, order, (i, j) => i == j ? 1e-12 : 0);
        matrix.SetSubMatrix(0, 0, Kahan(leading, 0.6, 0.75));
        return matrix;
    }

    private static Matrix<double> Gaussian(int rows, int columns, Random random) => Matrix<double>.Build.Dense(
        rows, columns, (_, _) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));

    private static Matrix<double> Orthonormal(int rows, int columns, Random random) =>
        Gaussian(rows, columns, random).QR(MathNet.Numerics.LinearAlgebra.Factorization.QRMethod.Thin).Q;
}
