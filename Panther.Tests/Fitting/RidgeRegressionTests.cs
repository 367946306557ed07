using MathNet.Numerics.LinearAlgebra;
using Panther.Core;
using Panther.Jit.Runtime;
using Panther.Tests.Kernels;

namespace Panther.Tests.Fitting;

public sealed class RidgeRegressionTests
{
    public static TheoryData<string, int, int> Shapes()
    {
        var data = new TheoryData<string, int, int>();
        foreach (string device in new[] { "cpu", "cuda", "opencl" })
        {
            foreach ((int rows, int columns) in new[] { (400, 31), (31, 400), (33, 33) })
            {
                data.Add(device, rows, columns);
            }
        }

        return data;
    }

    /// <summary>
    /// x is a smooth function of A with condition number κ_λ = √((σ₁² + λ)/(σ_n² + λ)) and a term of κ_λ² times the residual (Higham 2002, theorem 20.1, for [A; √λ]); its error
    /// is below 100 eps κ_λ² in any case. The estimate is an error relative to x through the sketch, within a factor 3, but for rounding.
    /// </summary>
    [Theory]
    [MemberData(nameof(Shapes))]
    public void Solve_SeveralLambdas_AgreesWithSpectralSolution(string deviceName, int rows, int columns)
    {
        Device device = TestDevice.Get(deviceName);
        double[] values = [.. Enumerable.Range(0, Math.Min(rows, columns)).Select(i => Math.Pow(0.5, i))];
        double[,] matrix = Core.SpectrumMatrix.Create(rows, columns, values, seed: 3);
        double[] lambdas = [1, 1e-4, 1e-8];
        foreach (MatrixLayout layout in Enum.GetValues<MatrixLayout>())
        {
            double[] elements = layout == MatrixLayout.RowMajor ? [.. matrix.Cast<double>()] : Matrix<double>.Build.DenseOfArray(matrix).ToColumnMajorArray();
            using DeviceMatrix<double> a = DeviceMatrix<double>.Create(device, elements, rows, columns, layout);
            using DeviceMatrix<double> b = DeviceMatrix<double>.Create(device, KernelDevices.Values(rows * 2, seed: 7), rows, 2);
            DeviceRidgeResult<double>[] results = RidgeRegression.Solve(a, b, lambdas, new LeastSquaresOptions { Seed = 4 });
            for (int i = 0; i < lambdas.Length; i++)
            {
                using DeviceRidgeResult<double> result = results[i];
                Matrix<double> expected = Expected(matrix, b.ToArray(), lambdas[i]);
                Matrix<double> actual = Matrix<double>.Build.DenseOfArray(result.Solution.ToArray());
                double condition = Math.Sqrt((1 + lambdas[i]) / lambdas[i]);
                double allowed = 100 * 2.3e-16 * condition * condition;
                for (int j = 0; j < 2; j++)
                {
                    double error = (expected.Column(j) - actual.Column(j)).L2Norm() / expected.Column(j).L2Norm();
                    Assert.True(error <= allowed, $"λ {lambdas[i]}: {error:g3} of {allowed:g3}");
                    Assert.InRange(result.ErrorEstimates[j], 0, allowed);
                }

                Assert.Equal(rows < columns, result.IsDual);
                Assert.Equal(lambdas[i], result.Lambda);
                double residual = (Matrix<double>.Build.DenseOfArray(matrix) * actual - Matrix<double>.Build.DenseOfArray(b.ToArray())).Column(0).L2Norm();
                Assert.Equal(residual, result.ResidualNorms[0], tolerance: 1e-10 * residual);
            }
        }
    }

    [Theory]
    [InlineData(300, 20)]
    [InlineData(20, 300)]
    public void Solve_LooseTolerance_EstimatesItsError(int rows, int columns)
    {
        double[,] matrix = Core.SpectrumMatrix.Create(rows, columns, [.. Enumerable.Range(0, 20).Select(i => Math.Pow(0.8, i))], seed: 3);
        double[] right = KernelDevices.Values(rows, seed: 7);
        var column = new double[rows, 1];
        Buffer.BlockCopy(right, 0, column, 0, rows * sizeof(double));
        const double Lambda = 1e-3;
        Vector<double> expected = Expected(matrix, column, Lambda).Column(0);
        for (ulong seed = 0; seed < 10; seed++)
        {
            RidgeResult<double[]> result = RidgeRegression.Solve(
                matrix, right, Lambda, new LeastSquaresOptions { Device = TestDevice.Get("cpu"), Seed = seed, MaximumIterations = 3, MaximumRefinements = 1 });

            double error = (Vector<double>.Build.Dense(result.Solution) - expected).L2Norm() / expected.L2Norm();
            Assert.InRange(result.ErrorEstimates[0], (error / 5) - 1e-13, (5 * error) + 1e-13);
        }
    }

    [Fact]
    public void Solve_Single_IsAccurate()
    {
        foreach (Device device in TestDevice.OnePerKind)
        {
            double[,] matrix = Core.SpectrumMatrix.Create(20, 90, [.. Enumerable.Range(0, 20).Select(i => Math.Pow(0.8, i))], seed: 3);
            double[] right = KernelDevices.Values(20, seed: 7);
            var column = new double[20, 1];
            Buffer.BlockCopy(right, 0, column, 0, 20 * sizeof(double));

            RidgeResult<float[]> result = RidgeRegression.Solve(
                Core.SpectrumMatrix.Convert(matrix, v => (float)v), Array.ConvertAll(right, v => (float)v), 0.01, new LeastSquaresOptions { Device = device });

            // κ_λ = 10; rounding the data alone moves x by κ_λ eps.
            Vector<double> expected = Expected(matrix, column, 0.01).Column(0);
            double error = (Vector<double>.Build.Dense(Array.ConvertAll(result.Solution, v => (double)v)) - expected).L2Norm() / expected.L2Norm();
            Assert.InRange(error, 0, 10 * 10 * 1.2e-7);
        }
    }

    [Fact]
    public void Solve_Sparse_AgreesWithDense()
    {
        Device device = TestDevice.Get("cpu");
        foreach ((int rows, int columns) in new[] { (60, 10), (10, 60) })
        {
            var dense = new double[rows, columns];
            var starts = new long[rows + 1];
            var indices = new List<int>();
            var values = new List<double>();
            for (int i = 0; i < rows; i++)
            {
                for (int j = i % 3; j < columns; j += 3)
                {
                    dense[i, j] = Math.Sin((i * 7) + j);
                    indices.Add(j);
                    values.Add(dense[i, j]);
                }

                starts[i + 1] = indices.Count;
            }

            using CsrMatrix<double> a = CsrMatrix<double>.Create(device, rows, columns, starts, [.. indices], [.. values]);
            using DeviceMatrix<double> b = DeviceMatrix<double>.Create(device, KernelDevices.Values(rows, seed: 7), rows, 1);
            using DeviceRidgeResult<double> result = RidgeRegression.Solve(a, b, [0.1])[0];

            Matrix<double> difference = Expected(dense, b.ToArray(), 0.1) - Matrix<double>.Build.DenseOfArray(result.Solution.ToArray());
            Assert.InRange(difference.FrobeniusNorm(), 0, 1e-12);
        }
    }

    [Fact]
    public void Solve_BadArguments_Throw()
    {
        var cpu = new LeastSquaresOptions { Device = TestDevice.Get("cpu") };
        double[,] deficient = Core.SpectrumMatrix.Create(20, 5, [1, 0.5], seed: 3);

        Assert.Throws<ArgumentOutOfRangeException>(() => RidgeRegression.Solve(deficient, new double[20], 0, cpu));
        Assert.Throws<ArgumentOutOfRangeException>(() => RidgeRegression.Solve(deficient, new double[20], double.NaN, cpu));
        Assert.Throws<ArgumentException>(() => RidgeRegression.Solve(deficient, new double[19], 1, cpu));
        Assert.Throws<ArgumentException>(() => RidgeRegression.Solve(new double[0, 5], [], 1, cpu));
        Assert.Throws<ArgumentException>(() => RidgeRegression.Solve(deficient, [.. Enumerable.Repeat(double.NaN, 20)], 1, cpu));
        Assert.Throws<InvalidOperationException>(() => RidgeRegression.Solve(deficient, new double[20], 1e-40, cpu));
        using DeviceMatrix<double> a = DeviceMatrix<double>.Allocate(TestDevice.Get("cpu"), 2, 2);
        Assert.Throws<ArgumentOutOfRangeException>(() => RidgeRegression.Solve(a, a, [], cpu));
    }

    private static Matrix<double> Expected(double[,] matrix, double[,] right, double lambda)
    {
        // By the normal equations of the smaller side, in extended form through the SVD of the matrix: V diag(σ / (σ² + λ)) Uᵀ b.
        Matrix<double> a = Matrix<double>.Build.DenseOfArray(matrix);
        var svd = a.Svd();
        int rank = Math.Min(a.RowCount, a.ColumnCount);
        Matrix<double> filtered = svd.U.SubMatrix(0, a.RowCount, 0, rank).TransposeThisAndMultiply(Matrix<double>.Build.DenseOfArray(right));
        for (int i = 0; i < rank; i++)
        {
            filtered.SetRow(i, filtered.Row(i) * (svd.S[i] / ((svd.S[i] * svd.S[i]) + lambda)));
        }

        return svd.VT.SubMatrix(0, rank, 0, a.ColumnCount).TransposeThisAndMultiply(filtered);
    }
}
