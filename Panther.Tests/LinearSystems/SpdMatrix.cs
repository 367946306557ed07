using MathNet.Numerics.LinearAlgebra;

namespace Panther.Tests.LinearSystems;

/// <summary>Symmetric matrices made from their eigenvalues.</summary>
internal static class SpdMatrix
{
    public static double[,] Create(double[] eigenvalues, int seed)
    {
        int n = eigenvalues.Length;
        double[,] root = Core.SpectrumMatrix.Create(n, n, [.. eigenvalues.Select(Math.Sqrt)], seed);
        Matrix<double> r = Matrix<double>.Build.DenseOfArray(root);
        return (r * r.Transpose()).ToArray();
    }
}
