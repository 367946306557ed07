using Panther.Core;
using Panther.Jit.Runtime;
using Panther.Tests.Fitting;
using Panther.Tests.Kernels;

namespace Panther.Tests.Documents;

/// <summary>The code that docs/least-squares.md and docs/kernel-matrices.md show.</summary>
public sealed class LeastSquaresDocumentTests
{
    [Fact]
    public void LeastSquares_OfTheDocument_Fits()
    {
        LeastSquaresProblem problem = LeastSquaresProblem.Create(400, 20, 1e6, 0.1, seed: 1);
        double[,] a = problem.A;
        double[] b = problem.B;

        LeastSquaresResult<double[]> fit = LeastSquares.Solve(a, b);
        double[] x = fit.Solution;
        double residual = fit.ResidualNorms[0];                // ‖b - A x‖
        double backwardError = fit.BackwardErrors[0];          // x solves a problem this near, relative to ‖A‖
        double condition = fit.ConditionEstimate;

        // Ridge regressions for three λ with one sketch, on a device.
        using DeviceMatrix<double> matrix = DeviceMatrix<double>.Create(Device.Default, a);
        using DeviceMatrix<double> right = DeviceMatrix<double>.Create(Device.Default, b, b.Length, 1);
        DeviceRidgeResult<double>[] paths = RidgeRegression.Solve(matrix, right, [1e-2, 1e-1, 1]);

        Assert.Equal(20, x.Length);
        Assert.Equal(0.1, residual, tolerance: 1e-12);
        Assert.InRange(backwardError, 0, 1e-14);
        Assert.InRange(condition, 1e4, 1e7);
        Assert.True(paths[0].ResidualNorms[0] < paths[2].ResidualNorms[0]);
        foreach (DeviceRidgeResult<double> path in paths)
        {
            path.Dispose();
        }
    }

    [Fact]
    public void KernelRidgeRegression_OfTheDocument_Converges()
    {
        var coordinates = new float[300, 3];
        Buffer.BlockCopy(KernelDevices.Singles(900, seed: 1), 0, coordinates, 0, 900 * sizeof(float));
        float[] values = KernelDevices.Singles(300, seed: 2);

        using DeviceMatrix<float> points = DeviceMatrix<float>.Create(Device.Default, coordinates);
        using DeviceMatrix<float> targets = DeviceMatrix<float>.Create(Device.Default, values, values.Length, 1);
        var kernel = new GaussianKernelMatrix<float>(points, bandwidth: 1.5);

        // K ≈ F Fᵀ from at most 100 of its columns.
        using DevicePivotedCholeskyResult<float> factor = PivotedCholesky.Compute(kernel, rank: 100, new PivotedCholeskyOptions { Tolerance = 1e-3 });

        // Kernel ridge regression: (K + λ) w = y.
        const double Lambda = 1;
        using NystromPreconditioner<float> preconditioner = NystromPreconditioner.OfFactor(factor, Lambda);
        using DeviceConjugateGradientResult<float> weights =
            ConjugateGradient.Solve(kernel, targets, preconditioner, new ConjugateGradientOptions { Shift = Lambda, Tolerance = 1e-4 });

        Assert.InRange(factor.RelativeTraceError, 0, 1e-3);
        Assert.True(weights.IsConverged);
    }
}
