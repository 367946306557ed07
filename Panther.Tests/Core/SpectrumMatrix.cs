using MathNet.Numerics.LinearAlgebra;

namespace Panther.Tests.Core;

/// <summary>Matrices whose singular values are known because they are made from them.</summary>
internal static class SpectrumMatrix
{
    /// <summary>U diag(values) Vᵀ with random orthonormal U and V.</summary>
    public static double[,] Create(int rows, int columns, IReadOnlyList<double> values, int seed)
    {
        int rank = values.Count;
        var random = new Random(seed);
        Matrix<double> u = Orthonormal(rows, rank, random);
        Matrix<double> v = Orthonormal(columns, rank, random);
        return (u * Matrix<double>.Build.DenseOfDiagonalArray([.. values]) * v.Transpose()).ToArray();
    }

    public static T[,] Convert<T>(double[,] values, Func<double, T> convert)
    {
        var result = new T[values.GetLength(0), values.GetLength(1)];
        for (int i = 0; i < result.GetLength(0); i++)
        {
            for (int j = 0; j < result.GetLength(1); j++)
            {
                result[i, j] = convert(values[i, j]);
            }
        }

        return result;
    }

    public static double[,] Widen(float[,] values)
    {
        var result = new double[values.GetLength(0), values.GetLength(1)];
        for (int i = 0; i < result.Length; i++)
        {
            (int row, int column) = Math.DivRem(i, result.GetLength(1));
            result[row, column] = values[row, column];
        }

        return result;
    }

    /// <summary>The Frobenius norm of what the leading values leave.</summary>
    public static double Tail(IReadOnlyList<double> values, int rank) => Math.Sqrt(values.Skip(rank).Sum(v => v * v));

    private static Matrix<double> Orthonormal(int rows, int columns, Random random)
    {
        Matrix<double> gaussian = Matrix<double>.Build.Dense(rows, columns, (_, _) => random.NextDouble() - 0.5);
        return gaussian.QR(MathNet.Numerics.LinearAlgebra.Factorization.QRMethod.Thin).Q;
    }
}
