using MathNet.Numerics.LinearAlgebra;
using Panther.Tests.Core;
using Panther.Tests.Estimators;

namespace Panther.Tests.Interpolation;

/// <summary>What the tests of interpolative and CUR decompositions share.</summary>
internal static class SkeletonMatrix
{
    public static double[,] Create(string spectrum, int rows, int columns) =>
        SpectrumMatrix.Create(rows, columns, SymmetricMatrix.Spectrum(spectrum, Math.Min(rows, columns)), seed: rows + (2 * columns));

    /// <summary>‖A - product of the factors‖ in the Frobenius norm.</summary>
    public static double Error(double[,] matrix, params double[][,] factors)
    {
        Matrix<double> product = factors.Select(factor => Matrix<double>.Build.DenseOfArray(factor)).Aggregate((left, right) => left * right);
        return (Matrix<double>.Build.DenseOfArray(matrix) - product).FrobeniusNorm();
    }

    public static double[,] Doubles<T>(T[,] values)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        var result = new double[values.GetLength(0), values.GetLength(1)];
        for (int i = 0; i < result.GetLength(0); i++)
        {
            for (int j = 0; j < result.GetLength(1); j++)
            {
                result[i, j] = double.CreateTruncating(values[i, j]);
            }
        }

        return result;
    }
}
