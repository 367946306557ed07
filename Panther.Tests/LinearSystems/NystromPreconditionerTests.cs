using MathNet.Numerics.LinearAlgebra;
using Panther.Core;
using Panther.Jit.Runtime;
using Panther.Tests.Kernels;

namespace Panther.Tests.LinearSystems;

public sealed class NystromPreconditionerTests
{
    private const int Order = 150;

    [Theory]
    [MemberData(nameof(KernelDevices.All), MemberType = typeof(KernelDevices))]
    public void Compute_DecayingSpectrum_MakesFewIterations(string deviceName)
    {
        Device device = TestDevice.Get(deviceName);
        double[] eigenvalues = [.. Enumerable.Range(0, Order).Select(i => 100 * Math.Pow(0.8, i))];
        double[,] matrix = SpdMatrix.Create(eigenvalues, seed: 5);
        const double Shift = 1e-3;
        using DeviceMatrix<double> a = DeviceMatrix<double>.Create(device, matrix);
        using DeviceMatrix<double> b = DeviceMatrix<double>.Create(device, KernelDevices.Values(Order * 2, seed: 1), Order, 2);
        using NystromPreconditioner<double> preconditioner = NystromPreconditioner.Compute(a, Shift, new NystromOptions { InitialRank = 8, Seed = 3 });
        var options = new ConjugateGradientOptions { Shift = Shift, Tolerance = 1e-10 };
        using DeviceConjugateGradientResult<double> plain = ConjugateGradient.Solve(a, b, null, options);
        using DeviceConjugateGradientResult<double> fast = ConjugateGradient.Solve(a, b, preconditioner, options);

        // κ ≤ 10: the energy norm of the error falls by 0.52 an iteration; its ratio to the residual's norm is at most √(κ of A + μ) = 316.
        Assert.True(fast.IsConverged);
        Assert.InRange(preconditioner.ConditionBound, 1, 10);
        Assert.InRange(fast.Iterations, 1, 46);
        Assert.True(fast.Iterations < plain.Iterations, $"{fast.Iterations} with, {plain.Iterations} without");
        for (int i = 0; i < 20; i++)
        {
            Assert.Equal(eigenvalues[i], preconditioner.Eigenvalues[i], tolerance: 1e-3 * eigenvalues[i]);
        }
    }

    /// <summary>The bound is a ratio.</summary>
    [Theory]
    [InlineData(-600)]
    [InlineData(600)]
    public void Compute_ExtremeScale_HasTheSameBound(int exponent)
    {
        double[] values = [.. Enumerable.Range(0, 40).Select(i => Math.ScaleB(Math.Pow(0.7, i), exponent))];
        var diagonal = new double[40, 40];
        for (int i = 0; i < 40; i++)
        {
            diagonal[i, i] = values[i];
        }

        using DeviceMatrix<double> a = DeviceMatrix<double>.Create(TestDevice.Get("cpu"), diagonal);
        using NystromPreconditioner<double> result = NystromPreconditioner.Compute(a, Math.ScaleB(1e-3, exponent));
        Assert.InRange(result.ConditionBound, 1, NystromOptions.Default.ConditionTarget);
    }

    [Fact]
    public void Compute_FixedRank_EstimatesItsError()
    {
        Device device = TestDevice.Get("cpu");
        double[] eigenvalues = [.. Enumerable.Range(0, Order).Select(i => Math.Pow(1 + i, -2))];
        double[,] matrix = SpdMatrix.Create(eigenvalues, seed: 5);
        using DeviceMatrix<double> a = DeviceMatrix<double>.Create(device, matrix);
        for (ulong seed = 0; seed < 10; seed++)
        {
            using NystromPreconditioner<double> preconditioner =
                NystromPreconditioner.Compute(a, 1e-6, new NystromOptions { InitialRank = 30, MaximumRank = 30, Seed = seed });

            // With p = rank/2 the expected error is at most (1 + p/(p-1)) λ_p and a tail (proposition 2.2): below 6·λ₁₅; and it is at least λ₃₁.
            double error = Distance(matrix, preconditioner);
            Assert.InRange(error, eigenvalues[30] * 0.999, 6 * eigenvalues[14]);

            // Ten power iterations from a random vector of n elements reach the norm up to n^(-1/20) in the mean; they never exceed it. The distance misses λ_k alone,
            // whose eigenvalue in M is that of the complement.
            Assert.InRange(preconditioner.ErrorEstimate, error / 3, error * 1.01);
            Assert.Equal(30, preconditioner.Rank);
        }
    }

    [Theory]
    [MemberData(nameof(KernelDevices.All), MemberType = typeof(KernelDevices))]
    public void OfFactor_KernelRidgeRegression_Converges(string deviceName)
    {
        Device device = TestDevice.Get(deviceName);
        float[] coordinates = KernelDevices.Singles(200 * 3, seed: 9);
        using DeviceMatrix<float> points = DeviceMatrix<float>.Create(device, coordinates, 200, 3);
        using DeviceMatrix<float> b = DeviceMatrix<float>.Create(device, KernelDevices.Singles(200, seed: 2), 200, 1);
        var kernel = new GaussianKernelMatrix<float>(points, 1.0);
        const double Shift = 1;
        using DevicePivotedCholeskyResult<float> factor = PivotedCholesky.Compute(kernel, 80, new PivotedCholeskyOptions { Tolerance = 1e-4 });
        using NystromPreconditioner<float> preconditioner = NystromPreconditioner.OfFactor(factor, Shift);
        var options = new ConjugateGradientOptions { Shift = Shift, Tolerance = 2e-4 };

        // ‖K‖ is below 200: a residual of eps · 200 · ‖b‖ / shift = 2.4e-5 ‖b‖ is in reach.
        using DeviceConjugateGradientResult<float> result = ConjugateGradient.Solve(kernel, b, preconditioner, options);

        Assert.True(result.IsConverged);
        Assert.InRange(result.Iterations, 1, 12);
        Assert.InRange(preconditioner.ConditionBound, 1, 1 + ((factor.TraceError + preconditioner.Eigenvalues[^1]) / Shift * 1.001));
    }

    [Fact]
    public void Compute_BadArguments_Throw()
    {
        using DeviceMatrix<double> a = DeviceMatrix<double>.Create(TestDevice.Get("cpu"), new double[,] { { 1, 0 }, { 0, 1 } });
        using DeviceMatrix<double> wide = DeviceMatrix<double>.Create(TestDevice.Get("cpu"), new double[2, 3]);
        using DeviceMatrix<double> negative = DeviceMatrix<double>.Create(TestDevice.Get("cpu"), new double[,] { { -1, 0 }, { 0, -1 } });
        using DeviceMatrix<double> wild = DeviceMatrix<double>.Create(TestDevice.Get("cpu"), new double[,] { { double.NaN, 0 }, { 0, 1 } });

        Assert.Throws<ArgumentException>(() => NystromPreconditioner.Compute(wide, 1));
        Assert.Throws<ArgumentException>(() => NystromPreconditioner.Compute(negative, 1));
        Assert.Throws<ArgumentException>(() => NystromPreconditioner.Compute(wild, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => NystromPreconditioner.Compute(a, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => NystromPreconditioner.Compute(a, double.PositiveInfinity));
        Assert.Throws<ArgumentOutOfRangeException>(() => NystromPreconditioner.Compute(a, 1, new NystromOptions { InitialRank = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => NystromPreconditioner.Compute(a, 1, new NystromOptions { MaximumRank = 3 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => NystromPreconditioner.Compute(a, 1, new NystromOptions { ConditionTarget = 1 }));
    }

    /// <summary>‖A - U Λ Uᵀ‖ from what the preconditioner does: M (λ_k + μ)⁻¹... is read off M⁻¹ applied to the identity.</summary>
    private static double Distance(double[,] matrix, NystromPreconditioner<double> preconditioner)
    {
        using DeviceMatrix<double> identity = DeviceMatrix<double>.Create(preconditioner.Device, Matrix<double>.Build.DenseIdentity(Order).ToArray());
        using DeviceMatrix<double> inverse = DeviceMatrix<double>.Allocate(preconditioner.Device, Order, Order);
        preconditioner.Solve(identity, inverse);

        // M = (U (Λ + μ) Uᵀ + (λ_k + μ)(I - U Uᵀ)) / (λ_k + μ): its eigenvectors beyond the value 1 are U.
        var decomposition = Matrix<double>.Build.DenseOfArray(inverse.ToArray()).Inverse().Evd(Symmetricity.Symmetric);
        double scale = preconditioner.Eigenvalues[^1] + preconditioner.Shift;
        Vector<double> values = decomposition.EigenValues.Real().Map(v => Math.Max(0, (v * scale) - preconditioner.Shift));
        for (int i = 0; i < Order - preconditioner.Rank; i++)
        {
            values[i] = 0;
        }

        Matrix<double> approximation = decomposition.EigenVectors * Matrix<double>.Build.DenseOfDiagonalVector(values) * decomposition.EigenVectors.Transpose();
        return (Matrix<double>.Build.DenseOfArray(matrix) - approximation).L2Norm();
    }
}
