using MathNet.Numerics.LinearAlgebra;
using Panther.Core;
using Panther.Jit.Runtime;
using Panther.Tests.Core;

namespace Panther.Tests.Estimators;

/// <summary>Symmetric matrices made from their eigenvalues, and the spectra that estimators go through.</summary>
internal static class SymmetricMatrix
{
    public static double[] Spectrum(string name, int n) => name switch
    {
        "flat" => [.. Enumerable.Range(0, n).Select(i => 3 - (2.0 * i / (n - 1)))],
        "slow" => [.. Enumerable.Range(0, n).Select(i => Math.Pow(i + 1, -0.5))],
        "poly" => [.. Enumerable.Range(0, n).Select(i => Math.Pow(i + 1, -2))],
        "fast" => [.. Enumerable.Range(0, n).Select(i => Math.Pow(0.7, i))],
        "step" => [.. Enumerable.Range(0, n).Select(i => i < n / 10 ? 1 : 1e-3)],
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    /// <summary>U diag(values) Uᵀ with a random orthogonal U.</summary>
    public static double[,] Create(double[] values, int seed)
    {
        Matrix<double> u = Matrix<double>.Build.DenseOfArray(SpectrumMatrix.Create(values.Length, values.Length, [.. Enumerable.Repeat(1.0, values.Length)], seed));
        return (u * Matrix<double>.Build.DenseOfDiagonalArray(values) * u.Transpose()).ToArray();
    }

    public static DeviceMatrix<T> Upload<T>(Device device, double[,] matrix)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        => DeviceMatrix<T>.Create(device, SpectrumMatrix.Convert(matrix, T.CreateTruncating));
}
