using MathNet.Numerics.LinearAlgebra;
using Panther.Core;
using Panther.Jit.Runtime;

namespace Panther.Tests.LeastSquares;

public sealed class LeastSquaresTests
{
    [Fact]
    public void Explore()
    {
        Device device = TestDevice.Get("cpu");
        var output = new System.Text.StringBuilder();
        foreach ((int rows, int columns) in new[] { (1000, 20), (2000, 100), (4000, 50) })
        {
            foreach (double residual in new[] { 0, 1e-12, 1e-6, 1e-3, 1 })
            {
                foreach (double condition in new[] { 1, 1e4, 1e8, 1e10, 1e12, 1e13 })
                {
                    LeastSquaresProblem problem = LeastSquaresProblem.Create(rows, columns, condition, residual, 1);
                    long t0 = System.Diagnostics.Stopwatch.GetTimestamp(); using DeviceMatrix<double> a = DeviceMatrix<double>.Create(device, problem.A);
                    using DeviceMatrix<double> b = DeviceMatrix<double>.Create(device, problem.B, rows, 1);
                    using DeviceLeastSquaresResult<double> result = Panther.Core.LeastSquares.Solve(a, b);
                    double[] x = [.. result.Solution.ToArray().Cast<double>()];
                    double reference = problem.BackwardError([.. Matrix<double>.Build.DenseOfArray(problem.A).QR(MathNet.Numerics.LinearAlgebra.Factorization.QRMethod.Thin).Solve(Vector<double>.Build.Dense(problem.B))]);
                    output.AppendLine($"{System.Diagnostics.Stopwatch.GetElapsedTime(t0).TotalMilliseconds:f0} ms {rows}x{columns} k={condition:g2} r={residual:g2}: be {problem.BackwardError(x):g3} est {result.BackwardErrors[0]:g3} qr {reference:g3} cond {result.ConditionEstimate:g3} it {result.Iterations}/{result.Refinements} d {result.Sketch?.Rows}");
                }
            }
        }

        System.IO.File.WriteAllText("/tmp/lsq.txt", output.ToString());
    }
}
