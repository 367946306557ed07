using MathNet.Numerics.LinearAlgebra;
using Panther.Core;
using Panther.Jit.Runtime;
using Panther.Tests.Kernels;

namespace Panther.Tests.LinearSystems;

public sealed class ConjugateGradientTests
{
    [Theory]
    [MemberData(nameof(KernelDevices.All), MemberType = typeof(KernelDevices))]
    public void Solve_PositiveDefinite_ReachesTolerance(string deviceName)
    {
        Device device = TestDevice.Get(deviceName);
        double[,] exact = SpdMatrix.Create([.. Enumerable.Range(0, 77).Select(i => 1 + (0.1 * i))], seed: 2);
        double[] right = KernelDevices.Values(77, seed: 3);

        ConjugateGradientResult<double[]> result = ConjugateGradient.Solve(exact, right, new ConjugateGradientOptions { Device = device });
        ConjugateGradientResult<float[]> single = ConjugateGradient.Solve(
            Core.SpectrumMatrix.Convert(exact, v => (float)v), Array.ConvertAll(right, v => (float)v), new ConjugateGradientOptions { Device = device });

        // κ = 8.6: the error falls by (√κ - 1)/(√κ + 1) = 0.49 an iteration, 2·0.49^k ≤ 2e-14 / κ takes 51 (Golub and Van Loan, theorem 11.3.3).
        double norm = Vector<double>.Build.Dense(right).L2Norm();
        double residual = Residual(exact, result.Solution, right);
        Assert.True(result.IsConverged);
        Assert.InRange(result.Iterations, 1, 55);
        Assert.InRange(residual, 0, 100 * 2.3e-16 * norm);
        Assert.InRange(result.ResidualNorms[0], residual - (1e-15 * 77 * norm), residual + (1e-15 * 77 * norm));
        Assert.True(single.IsConverged);

        // The residual is that of the rounded system: n·eps ‖A‖ ‖x‖ more.
        Assert.InRange(Residual(exact, Array.ConvertAll(single.Solution, v => (double)v), right), 0, (100 + (77 * 9)) * 1.2e-7 * norm);
    }

    [Theory]
    [MemberData(nameof(KernelDevices.All), MemberType = typeof(KernelDevices))]
    public void Solve_SeveralRightHandSidesWithShift_SolvesEach(string deviceName)
    {
        Device device = TestDevice.Get(deviceName);
        double[,] matrix = SpdMatrix.Create([.. Enumerable.Range(0, 50).Select(i => Math.Pow(0.5, i))], seed: 2);
        double[] values = KernelDevices.Values(50 * 4, seed: 3);
        for (int i = 0; i < 50; i++)
        {
            values[(4 * i) + 2] = 0;
        }

        using DeviceMatrix<double> a = DeviceMatrix<double>.Create(device, matrix);
        using DeviceMatrix<double> b = DeviceMatrix<double>.Create(device, values, 50, 4);
        using DeviceConjugateGradientResult<double> result = ConjugateGradient.Solve(a, b, null, new ConjugateGradientOptions { Shift = 0.01, Tolerance = 1e-10 });

        Assert.True(result.IsConverged);
        Matrix<double> shifted = Matrix<double>.Build.DenseOfArray(matrix) + (0.01 * Matrix<double>.Build.DenseIdentity(50));
        Matrix<double> right = Matrix<double>.Build.DenseOfArray(b.ToArray());
        Matrix<double> difference = (shifted * Matrix<double>.Build.DenseOfArray(result.Solution.ToArray())) - right;
        for (int j = 0; j < 4; j++)
        {
            Assert.InRange(difference.Column(j).L2Norm(), 0, 1.01e-10 * right.Column(j).L2Norm());
        }
    }

    [Fact]
    public void Solve_Indefinite_BreaksDown()
    {
        var matrix = new double[,] { { 1, 0, 0 }, { 0, -1, 0 }, { 0, 0, 2 } };

        ConjugateGradientResult<double[]> result =
            ConjugateGradient.Solve(matrix, [1, 2, 1], new ConjugateGradientOptions { Device = TestDevice.Get("cpu") });

        Assert.Equal(IterationOutcome.Breakdown, result.Outcomes[0]);
        Assert.False(result.IsConverged);
    }

    [Fact]
    public void Solve_BeyondWorkingPrecision_SaysSo()
    {
        double[,] matrix = SpdMatrix.Create([.. Enumerable.Range(0, 40).Select(i => Math.Pow(10, -i / 3.0))], seed: 2);
        double[] right = KernelDevices.Values(40, seed: 3);
        var options = new ConjugateGradientOptions { Device = TestDevice.Get("cpu"), Tolerance = 1e-15, MaximumIterations = 3000 };

        ConjugateGradientResult<double[]> result = ConjugateGradient.Solve(matrix, right, options);
        ConjugateGradientResult<double[]> few = ConjugateGradient.Solve(matrix, right, options with { MaximumIterations = 3 });

        Assert.NotEqual(IterationOutcome.Converged, result.Outcomes[0]);
        Assert.Equal(IterationOutcome.IterationLimit, few.Outcomes[0]);
        Assert.Equal(3, few.Iterations);
    }

    [Theory]
    [InlineData(1e-200)]
    [InlineData(1e200)]
    public void Solve_ExtremeRightHandSide_ScalesExactly(double scale)
    {
        double[,] matrix = SpdMatrix.Create([3, 2, 1], seed: 1);
        double[] right = [1, -2, 0.5];
        var options = new ConjugateGradientOptions { Device = TestDevice.Get("cpu") };

        double[] plain = ConjugateGradient.Solve(matrix, right, options).Solution;
        double[] scaled = ConjugateGradient.Solve(matrix, Array.ConvertAll(right, v => v * scale), options).Solution;

        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(plain[i], scaled[i] / scale, tolerance: 1e-12);
        }
    }

    [Fact]
    public void Solve_BadArguments_Throw()
    {
        var cpu = new ConjugateGradientOptions { Device = TestDevice.Get("cpu") };
        var identity = new double[,] { { 1, 0 }, { 0, 1 } };

        Assert.Throws<ArgumentNullException>(() => ConjugateGradient.Solve<double>(null!, [1]));
        Assert.Throws<ArgumentException>(() => ConjugateGradient.Solve(new double[2, 3], [1, 2], cpu));
        Assert.Throws<ArgumentException>(() => ConjugateGradient.Solve(new double[0, 0], [], cpu));
        Assert.Throws<ArgumentException>(() => ConjugateGradient.Solve(identity, [1, 2, 3], cpu));
        Assert.Throws<ArgumentException>(() => ConjugateGradient.Solve(identity, [1, double.NaN], cpu));
        Assert.Throws<ArgumentException>(() => ConjugateGradient.Solve(new double[,] { { double.NaN } }, [1], cpu));
        Assert.Throws<ArgumentOutOfRangeException>(() => ConjugateGradient.Solve(identity, [1, 2], cpu with { Shift = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => ConjugateGradient.Solve(identity, [1, 2], cpu with { Tolerance = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => ConjugateGradient.Solve(identity, [1, 2], cpu with { MaximumIterations = 0 }));
        Assert.Throws<NotSupportedException>(() => ConjugateGradient.Solve(new Half[1, 1], new Half[1], cpu));
    }

    [Fact]
    public void Solve_Cancelled_Stops()
    {
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();

        Assert.Throws<OperationCanceledException>(() => ConjugateGradient.Solve(
            new double[,] { { 1, 0 }, { 0, 1 } }, [1, 2], new ConjugateGradientOptions { Device = TestDevice.Get("cpu") }, null, cancellation.Token));
    }

    private static double Residual(double[,] matrix, double[] solution, double[] right) =>
        (Vector<double>.Build.Dense(right) - (Matrix<double>.Build.DenseOfArray(matrix) * Vector<double>.Build.Dense(solution))).L2Norm();
}
