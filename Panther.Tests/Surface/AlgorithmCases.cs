using System.Numerics;
using Panther.Core;
using Panther.Jit.Runtime;

namespace Panther.Tests.Surface;

/// <summary>Every public algorithm. A new one is added here; <see cref="RejectionTests"/> says so if it is not.</summary>
internal static class AlgorithmCases
{
    public static IReadOnlyList<AlgorithmCase> All { get; } =
    [
        new RandomizedSvdToRank(), new RandomizedSvdToTolerance(), new BlockKrylovSvdCompute(), new RandomizedEigenCompute(), new CholeskyQrCompute(), new PivotedCholeskyCompute(),
        new InterpolationToRank(), new InterpolationToTolerance(), new CurToRank(), new CurToTolerance(),
        new LeastSquaresMatrix(), new LeastSquaresRightSides(), new ConjugateGradientMatrix(), new ConjugateGradientRightSides(), new NystromOfMatrix(),
        new LeverageScoresCompute(), new LeverageScoresApproximate(), new SpectralNorm(), new FrobeniusNorm(), new TraceOfProducts(), new TraceToTolerance(),
    ];

    private sealed record RandomizedSvdToRank() : AlgorithmCase(typeof(RandomizedSvd), nameof(RandomizedSvd.Compute))
    {
        public override string Variant => "rank";

        public override object Run<T>(DeviceMatrix<T> matrix, Device? device, CancellationToken cancellationToken) =>
            RandomizedSvd.Compute(matrix, 2, new RandomizedSvdOptions { Device = device }, cancellationToken: cancellationToken);

        public override object RunArray<T>(T[,] matrix, Device? device) => RandomizedSvd.Compute(matrix, 2, new RandomizedSvdOptions { Device = device });

        public override object RunSpan<T>(ReadOnlySpan<T> values, long rows, long columns, Device? device) =>
            RandomizedSvd.Compute(values, rows, columns, MatrixLayout.ColumnMajor, 2, new RandomizedSvdOptions { Device = device });
    }

    private sealed record RandomizedSvdToTolerance() : AlgorithmCase(typeof(RandomizedSvd), nameof(RandomizedSvd.Compute))
    {
        public override string Variant => "tolerance";

        public override object Run<T>(DeviceMatrix<T> matrix, Device? device, CancellationToken cancellationToken) =>
            RandomizedSvd.Compute(matrix, 0.5, new RandomizedSvdOptions { Device = device }, cancellationToken: cancellationToken);

        public override object RunArray<T>(T[,] matrix, Device? device) => RandomizedSvd.Compute(matrix, 0.5, new RandomizedSvdOptions { Device = device });

        public override object RunSpan<T>(ReadOnlySpan<T> values, long rows, long columns, Device? device) =>
            RandomizedSvd.Compute(values, rows, columns, MatrixLayout.ColumnMajor, 0.5, new RandomizedSvdOptions { Device = device });
    }

    private sealed record BlockKrylovSvdCompute() : AlgorithmCase(typeof(BlockKrylovSvd), nameof(BlockKrylovSvd.Compute))
    {
        public override object Run<T>(DeviceMatrix<T> matrix, Device? device, CancellationToken cancellationToken) =>
            BlockKrylovSvd.Compute(matrix, 2, new BlockKrylovSvdOptions { Device = device }, cancellationToken: cancellationToken);

        public override object RunArray<T>(T[,] matrix, Device? device) => BlockKrylovSvd.Compute(matrix, 2, new BlockKrylovSvdOptions { Device = device });

        public override object RunSpan<T>(ReadOnlySpan<T> values, long rows, long columns, Device? device) =>
            BlockKrylovSvd.Compute(values, rows, columns, MatrixLayout.ColumnMajor, 2, new BlockKrylovSvdOptions { Device = device });
    }

    private sealed record RandomizedEigenCompute() : AlgorithmCase(typeof(RandomizedEigen), nameof(RandomizedEigen.Compute))
    {
        public override (int Rows, int Columns) Shape => (20, 20);

        public override (int Rows, int Columns)? WrongShape => (20, 19);

        public override double Element(int row, int column) => Math.Exp(-Math.Abs(row - column));

        public override object Run<T>(DeviceMatrix<T> matrix, Device? device, CancellationToken cancellationToken) =>
            RandomizedEigen.Compute(matrix, 2, new RandomizedEigenOptions { Device = device }, cancellationToken: cancellationToken);

        public override object RunArray<T>(T[,] matrix, Device? device) => RandomizedEigen.Compute(matrix, 2, new RandomizedEigenOptions { Device = device });

        public override object RunSpan<T>(ReadOnlySpan<T> values, long rows, long columns, Device? device) =>
            RandomizedEigen.Compute(values, rows, columns, 2, new RandomizedEigenOptions { Device = device });
    }

    private sealed record CholeskyQrCompute() : AlgorithmCase(typeof(CholeskyQr), nameof(CholeskyQr.Compute))
    {
        public override (int Rows, int Columns)? WrongShape => (5, 6);

        public override object Run<T>(DeviceMatrix<T> matrix, Device? device, CancellationToken cancellationToken) =>
            CholeskyQr.Compute(matrix, new CholeskyQrOptions { Device = device }, cancellationToken: cancellationToken);

        public override object RunArray<T>(T[,] matrix, Device? device) => CholeskyQr.Compute(matrix, new CholeskyQrOptions { Device = device });

        public override object RunSpan<T>(ReadOnlySpan<T> values, long rows, long columns, Device? device) =>
            CholeskyQr.Compute(values, rows, columns, MatrixLayout.ColumnMajor, new CholeskyQrOptions { Device = device });
    }

    private sealed record PivotedCholeskyCompute() : AlgorithmCase(typeof(PivotedCholesky), nameof(PivotedCholesky.Compute))
    {
        public override (int Rows, int Columns) Shape => (20, 20);

        public override (int Rows, int Columns)? WrongShape => (20, 19);

        public override bool LooksAtAll => false;

        public override double Element(int row, int column) => Math.Exp(-Math.Abs(row - column));

        public override object Run<T>(DeviceMatrix<T> matrix, Device? device, CancellationToken cancellationToken) =>
            PivotedCholesky.Compute(matrix, 5, new PivotedCholeskyOptions { Device = device }, cancellationToken: cancellationToken);

        public override object RunArray<T>(T[,] matrix, Device? device) => PivotedCholesky.Compute(matrix, 5, new PivotedCholeskyOptions { Device = device });
    }

    private sealed record InterpolationToRank() : AlgorithmCase(typeof(InterpolativeDecomposition), nameof(InterpolativeDecomposition.Compute))
    {
        public override string Variant => "rank";

        public override object Run<T>(DeviceMatrix<T> matrix, Device? device, CancellationToken cancellationToken) =>
            InterpolativeDecomposition.Compute(matrix, 2, new InterpolationOptions { Device = device }, cancellationToken: cancellationToken);

        public override object RunArray<T>(T[,] matrix, Device? device) => InterpolativeDecomposition.Compute(matrix, 2, new InterpolationOptions { Device = device });

        public override object RunSpan<T>(ReadOnlySpan<T> values, long rows, long columns, Device? device) =>
            InterpolativeDecomposition.Compute(values, rows, columns, MatrixLayout.ColumnMajor, 2, new InterpolationOptions { Device = device });
    }

    private sealed record InterpolationToTolerance() : AlgorithmCase(typeof(InterpolativeDecomposition), nameof(InterpolativeDecomposition.Compute))
    {
        public override string Variant => "tolerance";

        public override object Run<T>(DeviceMatrix<T> matrix, Device? device, CancellationToken cancellationToken) =>
            InterpolativeDecomposition.Compute(matrix, 0.5, new InterpolationOptions { Device = device }, cancellationToken: cancellationToken);

        public override object RunArray<T>(T[,] matrix, Device? device) => InterpolativeDecomposition.Compute(matrix, 0.5, new InterpolationOptions { Device = device });

        public override object RunSpan<T>(ReadOnlySpan<T> values, long rows, long columns, Device? device) =>
            InterpolativeDecomposition.Compute(values, rows, columns, MatrixLayout.ColumnMajor, 0.5, new InterpolationOptions { Device = device });
    }

    private sealed record CurToRank() : AlgorithmCase(typeof(Cur), nameof(Cur.Compute))
    {
        public override string Variant => "rank";

        public override object Run<T>(DeviceMatrix<T> matrix, Device? device, CancellationToken cancellationToken) =>
            Cur.Compute(matrix, 2, new CurOptions { Device = device }, cancellationToken: cancellationToken);

        public override object RunArray<T>(T[,] matrix, Device? device) => Cur.Compute(matrix, 2, new CurOptions { Device = device });

        public override object RunSpan<T>(ReadOnlySpan<T> values, long rows, long columns, Device? device) =>
            Cur.Compute(values, rows, columns, MatrixLayout.ColumnMajor, 2, new CurOptions { Device = device });
    }

    private sealed record CurToTolerance() : AlgorithmCase(typeof(Cur), nameof(Cur.Compute))
    {
        public override string Variant => "tolerance";

        public override object Run<T>(DeviceMatrix<T> matrix, Device? device, CancellationToken cancellationToken) =>
            Cur.Compute(matrix, 0.5, new CurOptions { Device = device }, cancellationToken: cancellationToken);

        public override object RunArray<T>(T[,] matrix, Device? device) => Cur.Compute(matrix, 0.5, new CurOptions { Device = device });

        public override object RunSpan<T>(ReadOnlySpan<T> values, long rows, long columns, Device? device) =>
            Cur.Compute(values, rows, columns, MatrixLayout.ColumnMajor, 0.5, new CurOptions { Device = device });
    }

    private sealed record ConjugateGradientMatrix() : AlgorithmCase(typeof(ConjugateGradient), nameof(ConjugateGradient.Solve))
    {
        public override string Variant => "A";

        public override (int Rows, int Columns) Shape => (20, 20);

        public override (int Rows, int Columns)? WrongShape => (20, 19);

        public override bool RejectsNonFinite => false;

        public override double Element(int row, int column) => Math.Exp(-Math.Abs(row - column));

        public override object Run<T>(DeviceMatrix<T> matrix, Device? device, CancellationToken cancellationToken)
        {
            using DeviceMatrix<T>? b = matrix is null ? null : DeviceMatrix<T>.Create(matrix.Device, Ones<T>(matrix.Rows, 1));
            return ConjugateGradient.Solve(matrix!, b!, null, new ConjugateGradientOptions { Device = device }, cancellationToken: cancellationToken);
        }

        public override object RunArray<T>(T[,] matrix, Device? device) =>
            ConjugateGradient.Solve(matrix, new T[matrix?.GetLength(0) ?? 1], new ConjugateGradientOptions { Device = device });
    }

    private sealed record ConjugateGradientRightSides() : AlgorithmCase(typeof(ConjugateGradient), nameof(ConjugateGradient.Solve))
    {
        public override string Variant => "B";

        public override (int Rows, int Columns)? WrongShape => (23, 6);

        public override object Run<T>(DeviceMatrix<T> matrix, Device? device, CancellationToken cancellationToken)
        {
            using DeviceMatrix<T> a = DeviceMatrix<T>.Create(matrix?.Device ?? TestDevice.Get("cpu"), Ones<T>(24, 24));
            return ConjugateGradient.Solve(a, matrix!, null, new ConjugateGradientOptions { Device = device }, cancellationToken: cancellationToken);
        }
    }

    private sealed record NystromOfMatrix() : AlgorithmCase(typeof(NystromPreconditioner), nameof(NystromPreconditioner.Compute))
    {
        public override (int Rows, int Columns) Shape => (20, 20);

        public override (int Rows, int Columns)? WrongShape => (20, 19);

        public override bool HasDeviceOption => false;

        public override double Element(int row, int column) => Math.Exp(-Math.Abs(row - column));

        public override object Run<T>(DeviceMatrix<T> matrix, Device? device, CancellationToken cancellationToken) =>
            NystromPreconditioner.Compute(matrix, 0.1, cancellationToken: cancellationToken);
    }

    private sealed record LeastSquaresMatrix() : AlgorithmCase(typeof(Panther.Core.LeastSquares), nameof(Panther.Core.LeastSquares.Solve))
    {
        public override string Variant => "A";

        public override (int Rows, int Columns)? WrongShape => (5, 6);

        public override object Run<T>(DeviceMatrix<T> matrix, Device? device, CancellationToken cancellationToken)
        {
            using DeviceMatrix<T>? b = matrix is null ? null : DeviceMatrix<T>.Create(matrix.Device, Ones<T>(matrix.Rows, 1));
            return Panther.Core.LeastSquares.Solve(matrix!, b!, new LeastSquaresOptions { Device = device }, cancellationToken: cancellationToken);
        }

        public override object RunArray<T>(T[,] matrix, Device? device) =>
            Panther.Core.LeastSquares.Solve(matrix, Ones<T>(matrix?.GetLength(0) ?? 1, 2), new LeastSquaresOptions { Device = device });

        public override object RunSpan<T>(ReadOnlySpan<T> values, long rows, long columns, Device? device) =>
            Panther.Core.LeastSquares.Solve(values, rows, columns, MatrixLayout.ColumnMajor, DenseOperand.Span(Ones<T>(Math.Max(0, rows), 1)), 1, new LeastSquaresOptions { Device = device });
    }

    private sealed record LeastSquaresRightSides() : AlgorithmCase(typeof(Panther.Core.LeastSquares), nameof(Panther.Core.LeastSquares.Solve))
    {
        public override string Variant => "B";

        public override (int Rows, int Columns)? WrongShape => (23, 6);

        public override object Run<T>(DeviceMatrix<T> matrix, Device? device, CancellationToken cancellationToken)
        {
            using DeviceMatrix<T> a = DeviceMatrix<T>.Create(matrix?.Device ?? TestDevice.Get("cpu"), Ones<T>(24, 3));
            return Panther.Core.LeastSquares.Solve(a, matrix!, new LeastSquaresOptions { Device = device }, cancellationToken: cancellationToken);
        }

        public override object RunArray<T>(T[,] matrix, Device? device) =>
            Panther.Core.LeastSquares.Solve(Ones<T>(24, 3), matrix, new LeastSquaresOptions { Device = device });

        public override object RunSpan<T>(ReadOnlySpan<T> values, long rows, long columns, Device? device) =>
            Panther.Core.LeastSquares.Solve(DenseOperand.Span(Ones<T>(Math.Max(0, rows), 3)), rows, 3, MatrixLayout.ColumnMajor, values, columns, new LeastSquaresOptions { Device = device });
    }

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

    private static T[,] Ones<T>(long rows, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var values = new T[rows, columns];
        DenseOperand.Span(values).Fill(T.One);
        return values;
    }
}
