using Panther.Core;
using Panther.Jit.Runtime;

namespace Panther.Tests.Surface;

/// <content>Estimators.</content>
internal static partial class AlgorithmCases
{
    private sealed record LeverageScoresCompute() : AlgorithmCase(typeof(LeverageScores), nameof(LeverageScores.Compute))
    {
        public override (int Rows, int Columns)? WrongShape => (5, 6);

        public override object Run<T>(DeviceMatrix<T> matrix, Device? device, CancellationToken cancellationToken) =>
            LeverageScores.Compute(matrix, new LeverageScoresOptions { Device = device }, cancellationToken: cancellationToken);

        public override object RunArray<T>(T[,] matrix, Device? device) => LeverageScores.Compute(matrix, new LeverageScoresOptions { Device = device });

        public override object RunSpan<T>(ReadOnlySpan<T> values, long rows, long columns, Device? device) =>
            LeverageScores.Compute(values, rows, columns, MatrixLayout.ColumnMajor, new LeverageScoresOptions { Device = device });
    }

    private sealed record LeverageScoresApproximate() : AlgorithmCase(typeof(LeverageScores), nameof(LeverageScores.Approximate))
    {
        public override (int Rows, int Columns)? WrongShape => (5, 6);

        public override object Run<T>(DeviceMatrix<T> matrix, Device? device, CancellationToken cancellationToken) =>
            LeverageScores.Approximate(matrix, new LeverageScoresOptions { Device = device }, cancellationToken: cancellationToken);

        public override object RunArray<T>(T[,] matrix, Device? device) => LeverageScores.Approximate(matrix, new LeverageScoresOptions { Device = device });

        public override object RunSpan<T>(ReadOnlySpan<T> values, long rows, long columns, Device? device) =>
            LeverageScores.Approximate(values, rows, columns, MatrixLayout.ColumnMajor, new LeverageScoresOptions { Device = device });
    }

    private sealed record SpectralNorm() : AlgorithmCase(typeof(NormEstimator), nameof(NormEstimator.Spectral))
    {
        public override object Run<T>(DeviceMatrix<T> matrix, Device? device, CancellationToken cancellationToken) =>
            NormEstimator.Spectral(matrix, new NormEstimatorOptions { Device = device }, cancellationToken: cancellationToken);
    }

    private sealed record FrobeniusNorm() : AlgorithmCase(typeof(NormEstimator), nameof(NormEstimator.Frobenius))
    {
        public override object Run<T>(DeviceMatrix<T> matrix, Device? device, CancellationToken cancellationToken) =>
            NormEstimator.Frobenius(matrix, new NormEstimatorOptions { Device = device }, cancellationToken: cancellationToken);
    }

    private sealed record TraceOfProducts() : AlgorithmCase(typeof(TraceEstimator), nameof(TraceEstimator.Compute))
    {
        public override string Variant => "products";

        public override (int Rows, int Columns) Shape => (20, 20);

        public override (int Rows, int Columns)? WrongShape => (20, 19);

        public override bool HasDeviceOption => false;

        public override object Run<T>(DeviceMatrix<T> matrix, Device? device, CancellationToken cancellationToken) =>
            TraceEstimator.Compute(matrix, 6, cancellationToken: cancellationToken);
    }

    private sealed record TraceToTolerance() : AlgorithmCase(typeof(TraceEstimator), nameof(TraceEstimator.Compute))
    {
        public override string Variant => "tolerance";

        public override (int Rows, int Columns) Shape => (20, 20);

        public override (int Rows, int Columns)? WrongShape => (20, 19);

        public override bool HasDeviceOption => false;

        public override object Run<T>(DeviceMatrix<T> matrix, Device? device, CancellationToken cancellationToken) =>
            TraceEstimator.Compute(matrix, 0.5, cancellationToken: cancellationToken);
    }
}
