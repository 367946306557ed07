using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;
using Panther.Core;
using Panther.Jit.Runtime;
using Panther.Tests.Kernels;
using Solver = Panther.Core.LeastSquares;

namespace Panther.Tests.Fitting;

public sealed class LeastSquaresTests
{
    private const double DoubleEpsilon = 2.220446049250313e-16;
    private const double SingleEpsilon = 1.1920928955078125e-7;

    public static TheoryData<int, int, double, double> Problems()
    {
        var data = new TheoryData<int, int, double, double>();
        foreach ((int rows, int columns) in new[] { (1000, 20), (443, 33), (700, 60), (40, 33) })
        {
            foreach (double condition in new[] { 1, 1e4, 1e8, 1e12 })
            {
                foreach (double residual in new[] { 0, 1e-6, 1, 1e3 })
                {
                    data.Add(rows, columns, condition, residual);
                }
            }
        }

        return data;
    }

    /// <summary>
    /// Householder QR has a backward error of a small multiple of eps ‖A‖ (Higham 2002, theorem 20.3; Cox and Higham 1999), and so has SPIR (Epperly, Meier and
    /// Nakatsukasa 2024, corollary 1). Its iteration ends below eps, or where rounding in the products with A keeps it from that; 4 times the larger of eps and
    /// Householder's own error covers that. The returned estimate is within √2 of the exact formula through the sketch (distortion √(n/d) up to 1/2 gives at most a
    /// factor 2), and where it is all rounding, within eps.
    /// </summary>
    [Theory]
    [MemberData(nameof(Problems))]
    public void Solve_AnyConditionAndResidual_HasBackwardErrorOfHouseholder(int rows, int columns, double condition, double residual)
    {
        LeastSquaresProblem problem = LeastSquaresProblem.Create(rows, columns, condition, residual, seed: rows + columns);
        double reference = problem.BackwardError(
            Matrix<double>.Build.DenseOfArray(problem.A).QR(QRMethod.Thin).Solve(Vector<double>.Build.Dense(problem.B)).AsArray());

        LeastSquaresResult<double[]> result = Solver.Solve(problem.A, problem.B, new LeastSquaresOptions { Device = TestDevice.Get("cpu"), Seed = 5 });

        double error = problem.BackwardError(result.Solution);
        Assert.True(error <= 4 * Math.Max(DoubleEpsilon, reference), $"{error:g3}, by Householder reflections {reference:g3}");
        Assert.InRange(result.BackwardErrors[0], (error / 3) - DoubleEpsilon, (3 * error) + DoubleEpsilon);
        Assert.InRange(result.ConditionEstimate, condition == 1 ? 1 : condition / 20, Math.Max(8, 4 * condition));
        Assert.Equal(columns, result.Rank);
        Assert.Equal(residual, result.ResidualNorms[0], tolerance: (1e-9 * residual) + 1e-13);
    }

    [Fact]
    public void Solve_ManySeeds_IsBackwardStable()
    {
        LeastSquaresProblem problem = LeastSquaresProblem.Create(400, 20, 1e11, 1e-3, seed: 3);
        for (ulong seed = 0; seed < 50; seed++)
        {
            LeastSquaresResult<double[]> result = Solver.Solve(problem.A, problem.B, new LeastSquaresOptions { Device = TestDevice.Get("cpu"), Seed = seed });

            Assert.True(problem.BackwardError(result.Solution) <= 8 * DoubleEpsilon, $"seed {seed}: {problem.BackwardError(result.Solution):g3}");
            Assert.Equal(seed, result.Seed);
        }
    }

    [Theory]
    [MemberData(nameof(KernelDevices.All), MemberType = typeof(KernelDevices))]
    public void Solve_Single_IsBackwardStable(string deviceName)
    {
        Device device = TestDevice.Get(deviceName);
        foreach ((int rows, int columns, double condition, double residual) in new[] { (600, 31, 1e3, 1e-2), (600, 31, 3e4, 1.0), (50, 20, 10, 0) })
        {
            LeastSquaresProblem exact = LeastSquaresProblem.Create(rows, columns, condition, residual, seed: 8);
            float[,] a = Core.SpectrumMatrix.Convert(exact.A, v => (float)v);
            float[] b = Array.ConvertAll(exact.B, v => (float)v);
            LeastSquaresProblem problem = LeastSquaresProblem.Of(Core.SpectrumMatrix.Convert(exact.A, v => (double)(float)v), Array.ConvertAll(b, v => (double)v));

            LeastSquaresResult<float[]> result = Solver.Solve(a, b, new LeastSquaresOptions { Device = device, Seed = 2 });

            // Rounding x alone to float makes an error of up to eps/2; sums of m products in float another few.
            double error = problem.BackwardError(Array.ConvertAll(result.Solution, v => (double)v));
            Assert.True(error <= 4 * SingleEpsilon, $"κ {condition:g2}, residual {residual:g2}: {error:g3}");
            Assert.InRange(result.BackwardErrors[0], (error / 3) - SingleEpsilon, (3 * error) + SingleEpsilon);
        }
    }

    [Theory]
    [MemberData(nameof(KernelDevices.All), MemberType = typeof(KernelDevices))]
    public void Solve_SeveralRightHandSidesInBothLayouts_AgreeWithOneByOne(string deviceName)
    {
        Device device = TestDevice.Get(deviceName);
        const int Rows = 500;
        const int Columns = 33;
        const int Count = 5;
        LeastSquaresProblem[] problems =
            [.. Enumerable.Range(0, Count).Select(j => LeastSquaresProblem.Create(Rows, Columns, 1e8, Math.Pow(10, -3 * j), seed: 4).WithRightHandSide(j))];
        Matrix<double> a = Matrix<double>.Build.DenseOfArray(problems[0].A);
        Matrix<double> b = Matrix<double>.Build.DenseOfColumnArrays(problems.Select(p => p.B));
        var options = new LeastSquaresOptions { Device = device, Seed = 6 };

        double[,] byRows = Solver.Solve(a.ToArray(), b.ToArray(), options).Solution;
        double[,] byColumns =
            Solver.Solve<double>(a.ToColumnMajorArray(), Rows, Columns, MatrixLayout.ColumnMajor, b.ToColumnMajorArray(), Count, options).Solution;

        for (int j = 0; j < Count; j++)
        {
            double error = problems[j].BackwardError([.. Enumerable.Range(0, Columns).Select(i => byRows[i, j])]);
            Assert.True(error <= 4 * DoubleEpsilon, $"{j} by rows: {error:g3}");
            error = problems[j].BackwardError([.. Enumerable.Range(0, Columns).Select(i => byColumns[i, j])]);
            Assert.True(error <= 4 * DoubleEpsilon, $"{j} by columns: {error:g3}");
        }
    }

    [Theory]
    [MemberData(nameof(KernelDevices.All), MemberType = typeof(KernelDevices))]
    public void Solve_RankDeficient_HasMinimumNorm(string deviceName)
    {
        Device device = TestDevice.Get(deviceName);
        double[,] a = Core.SpectrumMatrix.Create(300, 30, [.. Enumerable.Range(0, 20).Select(i => Math.Pow(0.7, i))], seed: 5);
        double[] b = KernelDevices.Values(300, seed: 9);
        Vector<double> expected = Matrix<double>.Build.DenseOfArray(a).PseudoInverse() * Vector<double>.Build.Dense(b);

        LeastSquaresResult<double[]> result = Solver.Solve(a, b, new LeastSquaresOptions { Device = device });

        // The pseudoinverse has norm 0.7⁻¹⁹ = 880; it moves by κ² eps for a residual of the size of b.
        Assert.Equal(20, result.Rank);
        Assert.Equal(double.PositiveInfinity, result.ConditionEstimate);
        double distance = (Vector<double>.Build.Dense(result.Solution) - expected).L2Norm();
        Assert.True(distance <= 100 * 880 * DoubleEpsilon * expected.L2Norm() * 30, $"{distance:g3}");
    }

    [Theory]
    [MemberData(nameof(KernelDevices.All), MemberType = typeof(KernelDevices))]
    public void Solve_Sparse_AgreesWithDense(string deviceName)
    {
        Device device = TestDevice.Get(deviceName);
        const int Rows = 700;
        const int Columns = 40;
        var random = new Random(3);
        var dense = new double[Rows, Columns];
        var starts = new long[Rows + 1];
        var indices = new List<int>();
        var values = new List<double>();
        for (int i = 0; i < Rows; i++)
        {
            foreach (int j in new[] { i % Columns, (i * 7) % Columns, random.Next(Columns) }.Distinct())
            {
                dense[i, j] = random.NextDouble() - 0.5;
                indices.Add(j);
                values.Add(dense[i, j]);
            }

            starts[i + 1] = indices.Count;
        }

        double[] b = KernelDevices.Values(Rows, seed: 1);
        using CsrMatrix<double> a = CsrMatrix<double>.Create(device, Rows, Columns, starts, [.. indices], [.. values]);
        using DeviceMatrix<double> right = DeviceMatrix<double>.Create(device, b, Rows, 1);
        LeastSquaresProblem problem = LeastSquaresProblem.Of(dense, b);
        foreach (long? rows in new long?[] { null, 200, Rows })
        {
            using DeviceLeastSquaresResult<double> result = Solver.Solve(a, right, new LeastSquaresOptions { SketchRows = rows });

            Assert.True(problem.BackwardError([.. result.Solution.ToArray().Cast<double>()]) <= 4 * DoubleEpsilon);
            Assert.Equal(rows == Rows, result.Sketch is null);
        }
    }

    [Theory]
    [InlineData(1e-290, 1)]
    [InlineData(1e290, 1)]
    [InlineData(1, 1e-290)]
    [InlineData(1, 1e290)]
    [InlineData(1e150, 1e200)]
    public void Solve_ExtremeScale_ScalesExactly(double matrixScale, double rightScale)
    {
        LeastSquaresProblem problem = LeastSquaresProblem.Create(200, 15, 100, 0.1, seed: 6);
        double[,] a = Core.SpectrumMatrix.Convert(problem.A, v => v * matrixScale);
        double[] b = Array.ConvertAll(problem.B, v => v * rightScale);

        LeastSquaresResult<double[]> result = Solver.Solve(a, b, new LeastSquaresOptions { Device = TestDevice.Get("cpu") });

        for (int i = 0; i < 15; i++)
        {
            Assert.Equal(problem.Solution[i], result.Solution[i] / rightScale * matrixScale, tolerance: 1e-12);
        }

        Assert.Equal(0.1, result.ResidualNorms[0] / rightScale, tolerance: 1e-13);
    }

    [Fact]
    public void Solve_BadlyScaledColumns_IsFullRank()
    {
        LeastSquaresProblem problem = LeastSquaresProblem.Create(300, 20, 10, 0.1, seed: 6);
        double[,] a = (double[,])problem.A.Clone();
        for (int i = 0; i < 300; i++)
        {
            for (int j = 0; j < 20; j++)
            {
                a[i, j] *= Math.Pow(10, -j);
            }
        }

        LeastSquaresResult<double[]> result = Solver.Solve(a, problem.B, new LeastSquaresOptions { Device = TestDevice.Get("cpu") });

        Assert.Equal(20, result.Rank);
        Assert.InRange(result.ConditionEstimate, 1, 50);
        for (int j = 0; j < 20; j++)
        {
            Assert.Equal(problem.Solution[j], result.Solution[j] * Math.Pow(10, -j), tolerance: 1e-11);
        }
    }

    [Theory]
    [MemberData(nameof(KernelDevices.All), MemberType = typeof(KernelDevices))]
    public void Solve_Zeros_AreZero(string deviceName)
    {
        var options = new LeastSquaresOptions { Device = TestDevice.Get(deviceName) };

        LeastSquaresResult<double[]> zeroMatrix = Solver.Solve(new double[20, 3], [.. Enumerable.Repeat(2.0, 20)], options);
        LeastSquaresResult<double[]> zeroRight =
            Solver.Solve(LeastSquaresProblem.Create(20, 3, 10, 0, seed: 1).A, new double[20], options);

        Assert.Equal([0, 0, 0], zeroMatrix.Solution);
        Assert.Equal(0, zeroMatrix.Rank);
        Assert.Equal(2 * Math.Sqrt(20), zeroMatrix.ResidualNorms[0], tolerance: 1e-14);
        Assert.Equal([0, 0, 0], zeroRight.Solution);
        Assert.Equal(0, zeroRight.BackwardErrors[0]);
        Assert.Equal(0, zeroRight.ResidualNorms[0]);
    }

    [Theory]
    [MemberData(nameof(KernelDevices.All), MemberType = typeof(KernelDevices))]
    public void Solve_Twice_GivesEqualBits(string deviceName)
    {
        LeastSquaresProblem problem = LeastSquaresProblem.Create(500, 40, 1e6, 0.1, seed: 2);
        var options = new LeastSquaresOptions { Device = TestDevice.Get(deviceName), Seed = 77 };

        Assert.Equal(Solver.Solve(problem.A, problem.B, options).Solution, Solver.Solve(problem.A, problem.B, options).Solution);
    }

    [Fact]
    public void Solve_BadArguments_Throw()
    {
        var cpu = new LeastSquaresOptions { Device = TestDevice.Get("cpu") };
        double[,] a = LeastSquaresProblem.Create(20, 3, 10, 0, seed: 1).A;
        double[] b = new double[20];

        Assert.Throws<ArgumentNullException>(() => Solver.Solve(null!, b));
        Assert.Throws<ArgumentNullException>(() => Solver.Solve(a, (double[])null!));
        Assert.Throws<ArgumentException>(() => Solver.Solve(a, new double[19], cpu));
        Assert.Throws<ArgumentException>(() => Solver.Solve(new double[3, 4], new double[3], cpu));
        Assert.Throws<ArgumentException>(() => Solver.Solve(new double[0, 4], [], cpu));
        Assert.Throws<ArgumentException>(() => Solver.Solve(new double[4, 0], new double[4], cpu));
        Assert.Throws<ArgumentException>(() => Solver.Solve(a, new double[20, 0], cpu));
        Assert.Throws<ArgumentOutOfRangeException>(() => Solver.Solve(a, b, cpu with { SketchRows = 2 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Solver.Solve(a, b, cpu with { NonzerosPerColumn = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Solver.Solve(a, b, cpu with { Tolerance = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Solver.Solve(a, b, cpu with { MaximumIterations = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Solver.Solve(a, b, cpu with { MaximumRefinements = 0 }));
        Assert.Throws<NotSupportedException>(() => Solver.Solve(new Half[4, 2], new Half[4], cpu));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    public void Solve_NonFinite_Throws(double value)
    {
        foreach (Device device in TestDevice.OnePerKind)
        {
            var options = new LeastSquaresOptions { Device = device };
            double[,] a = LeastSquaresProblem.Create(20, 3, 10, 0, seed: 1).A;
            double[] b = new double[20];
            b[19] = value;
            Assert.Throws<ArgumentException>(() => Solver.Solve(a, b, options));
            a[19, 2] = value;
            b[19] = 0;
            Assert.Throws<ArgumentException>(() => Solver.Solve(a, b, options));
        }
    }

    [Fact]
    public void Solve_Disposed_Throws()
    {
        Device device = TestDevice.Get("cpu");
        DeviceMatrix<double> a = DeviceMatrix<double>.Allocate(device, 5, 2);
        DeviceMatrix<double> b = DeviceMatrix<double>.Allocate(device, 5, 1);
        b.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Solver.Solve(a, b));
        a.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Solver.Solve(a, b));
    }

    [Fact]
    public void Solve_TooFewIterations_Throws()
    {
        LeastSquaresProblem problem = LeastSquaresProblem.Create(500, 40, 1e6, 1, seed: 2);
        var options = new LeastSquaresOptions { Device = TestDevice.Get("cpu"), MaximumIterations = 1, MaximumRefinements = 1 };

        InvalidOperationException e = Assert.Throws<InvalidOperationException>(() => Solver.Solve(problem.A, problem.B, options));

        Assert.Contains("backward error", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Solve_Watched_ReportsStepsAndStops()
    {
        LeastSquaresProblem problem = LeastSquaresProblem.Create(500, 40, 1e6, 1, seed: 2);
        var options = new LeastSquaresOptions { Device = TestDevice.Get("cpu") };
        using var cancellation = new CancellationTokenSource();
        var seen = new List<string>();

        Solver.Solve(problem.A, problem.B, options, new ImmediateProgress<StepProgress>(p => seen.Add(p.Step)));
        Assert.Throws<OperationCanceledException>(
            () => Solver.Solve(problem.A, problem.B, options, new ImmediateProgress<StepProgress>(_ => cancellation.Cancel()), cancellation.Token));

        Assert.Equal(["sketch", "triangle of the sketch", "refinement"], seen[..3]);
    }
}
