using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Factor;
using Panther.Kernels.Gemm;
using Panther.Kernels.Random;
using Panther.Kernels.Reduce;

namespace Panther.Core;

/// <summary>
/// Estimates the condition number of a triangle with its columns scaled to one length, which is what solving with it depends on (van der Sluis, Numer. Math. 14,
/// 1969): power iterations for the largest singular value and inverse ones for the smallest.
/// </summary>
internal static class TriangleCondition
{
    private const int Iterations = 6;
    private const uint StartStream = 0xC0;

    /// <returns>An estimate, rarely below half of the condition number and never above it by more than rounding; infinity for a singular triangle.</returns>
    public static double Estimate(DeviceStream stream, DeviceBuffer<double> triangle, int order, ulong seed)
    {
        double[] squares = MatrixReductions.ColumnSumsOfSquares(stream, new RowMatrix<double>(triangle.View, order, order));
        if (!squares.All(s => s > 0 && double.IsFinite(s)))
        {
            return double.PositiveInfinity;
        }

        double[] lengths = Array.ConvertAll(squares, Math.Sqrt);
        using DeviceBuffer<double> scales = stream.Device.Allocate<double>(lengths, stream);
        using DeviceBuffer<double> inverses = stream.Device.Allocate<double>(Array.ConvertAll(lengths, l => 1 / l), stream);
        using DeviceBuffer<double> vector = stream.Device.Allocate<double>(order, stream);
        using DeviceBuffer<double> image = stream.Device.Allocate<double>(order, stream);
        MatrixOperand<double> r = MatrixOperand<double>.Dense(triangle.View, order, order);
        MatrixOperand<double> v = MatrixOperand<double>.Dense(vector.View, order, 1);
        MatrixOperand<double> w = MatrixOperand<double>.Dense(image.View, order, 1);
        double largest = Iterate(() =>
        {
            ScaleBy(inverses.View, vector.View);
            MatrixProduct.Enqueue(stream, 1, r, v, 0, w);
            MatrixProduct.Enqueue(stream, 1, r.Transposed, w, 0, v);
            ScaleBy(inverses.View, vector.View);
        });
        double smallest = 1 / Iterate(() =>
        {
            ScaleBy(scales.View, vector.View);
            TriangularSolve.Left(stream, upper: false, r.Transposed, v);
            TriangularSolve.Left(stream, upper: true, r, v);
            ScaleBy(scales.View, vector.View);
        });
        double condition = Math.Sqrt(largest / smallest);
        return double.IsNaN(condition) ? double.PositiveInfinity : Math.Max(1, condition);

        // The growth of a vector under a symmetric matrix, after it was applied a few times: a lower bound of the largest eigenvalue.
        double Iterate(Action apply)
        {
            RandomMatrix.FillNormal(stream, vector.View, order, 1, 1, new RandomStream(seed, StartStream));
            double growth = 0;
            for (int i = 0; i < Iterations; i++)
            {
                double length = Magnitude.Of(stream, vector.View).Norm;
                VectorOperations.Scale(stream, 1 / length, vector.View, vector.View);
                apply();
                growth = Magnitude.Of(stream, vector.View).Norm;
            }

            return growth;
        }

        void ScaleBy(ArrayView<double> factors, ArrayView<double> target)
        {
            var rows = new RowMatrix<double>(target, order, 1);
            MatrixOperations.ScaleRows(stream, factors, rows, rows);
        }
    }
}
