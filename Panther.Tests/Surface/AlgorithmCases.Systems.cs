using Panther.Core;
using Panther.Jit.Runtime;

namespace Panther.Tests.Surface;

/// <content>Systems of equations.</content>
internal static partial class AlgorithmCases
{
    private sealed record RidgeRegressionMatrix() : AlgorithmCase(typeof(RidgeRegression), nameof(RidgeRegression.Solve))
    {
        public override string Variant => "A";

        public override object Run<T>(DeviceMatrix<T> matrix, Device? device, CancellationToken cancellationToken)
        {
            using DeviceMatrix<T>? b = matrix is null ? null : DeviceMatrix<T>.Create(matrix.Device, Ones<T>(matrix.Rows, 1));
            return RidgeRegression.Solve(matrix!, b!, 0.1, new LeastSquaresOptions { Device = device }, cancellationToken: cancellationToken);
        }

        public override object RunArray<T>(T[,] matrix, Device? device) =>
            RidgeRegression.Solve(matrix, new T[matrix?.GetLength(0) ?? 1], 0.1, new LeastSquaresOptions { Device = device });

        public override object RunSpan<T>(ReadOnlySpan<T> values, long rows, long columns, Device? device) =>
            RidgeRegression.Solve(values, rows, columns, MatrixLayout.ColumnMajor, new T[Math.Max(rows, 0)], 1, 0.1, new LeastSquaresOptions { Device = device });
    }

    private sealed record RidgeRegressionRightSides() : AlgorithmCase(typeof(RidgeRegression), nameof(RidgeRegression.Solve))
    {
        public override string Variant => "B";

        public override (int Rows, int Columns)? WrongShape => (23, 6);

        public override object Run<T>(DeviceMatrix<T> matrix, Device? device, CancellationToken cancellationToken)
        {
            using DeviceMatrix<T> a = DeviceMatrix<T>.Create(matrix?.Device ?? TestDevice.Get("cpu"), Ones<T>(24, 3));
            return RidgeRegression.Solve(a, matrix!, 0.1, new LeastSquaresOptions { Device = device }, cancellationToken: cancellationToken);
        }
    }

    private sealed record ConjugateGradientMatrix() : AlgorithmCase(typeof(ConjugateGradient), nameof(ConjugateGradient.Solve))
    {
        public override string Variant => "A";

        public override (int Rows, int Columns) Shape => (20, 20);

        public override (int Rows, int Columns)? WrongShape => (20, 19);

        public override double Element(int row, int column) => Math.Exp(-Math.Abs(row - column));

        public override object Run<T>(DeviceMatrix<T> matrix, Device? device, CancellationToken cancellationToken)
        {
            using DeviceMatrix<T>? b = matrix is null ? null : DeviceMatrix<T>.Create(matrix.Device, Ones<T>(matrix.Rows, 1));
            return ConjugateGradient.Solve(matrix!, b!, null, new ConjugateGradientOptions { Device = device }, cancellationToken: cancellationToken);
        }

        public override object RunArray<T>(T[,] matrix, Device? device) =>
            ConjugateGradient.Solve(matrix, new T[matrix?.GetLength(0) ?? 1], new ConjugateGradientOptions { Device = device });

        public override object RunSpan<T>(ReadOnlySpan<T> values, long rows, long columns, Device? device) =>
            ConjugateGradient.Solve(values, rows, MatrixLayout.ColumnMajor, new T[Math.Max(rows, 0)], options: new ConjugateGradientOptions { Device = device });
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
}
