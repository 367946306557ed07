using Panther.Core;
using Panther.Jit.Runtime;

namespace Panther.Tests.Surface;

/// <content>Decompositions.</content>
internal static partial class AlgorithmCases
{
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

    private sealed record TallQrCompute() : AlgorithmCase(typeof(TallQr), nameof(TallQr.Compute))
    {
        public override (int Rows, int Columns)? WrongShape => (5, 6);

        public override object Run<T>(DeviceMatrix<T> matrix, Device? device, CancellationToken cancellationToken) =>
            TallQr.Compute(matrix, new TallQrOptions { Device = device }, cancellationToken: cancellationToken);

        public override object RunArray<T>(T[,] matrix, Device? device) => TallQr.Compute(matrix, new TallQrOptions { Device = device });

        public override object RunSpan<T>(ReadOnlySpan<T> values, long rows, long columns, Device? device) =>
            TallQr.Compute(values, rows, columns, MatrixLayout.ColumnMajor, new TallQrOptions { Device = device });
    }

    private sealed record PivotedQrCompute() : AlgorithmCase(typeof(PivotedQr), nameof(PivotedQr.Compute))
    {
        public override object Run<T>(DeviceMatrix<T> matrix, Device? device, CancellationToken cancellationToken) =>
            PivotedQr.Compute(matrix, new PivotedQrOptions { Device = device }, cancellationToken: cancellationToken);

        public override object RunArray<T>(T[,] matrix, Device? device) => PivotedQr.Compute(matrix, new PivotedQrOptions { Device = device });

        public override object RunSpan<T>(ReadOnlySpan<T> values, long rows, long columns, Device? device) =>
            PivotedQr.Compute(values, rows, columns, MatrixLayout.ColumnMajor, new PivotedQrOptions { Device = device });
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

        public override object RunSpan<T>(ReadOnlySpan<T> values, long rows, long columns, Device? device) =>
            PivotedCholesky.Compute(values, rows, 5, new PivotedCholeskyOptions { Device = device });
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
}
