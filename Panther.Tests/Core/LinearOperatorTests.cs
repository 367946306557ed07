using Panther.Core;
using Panther.Jit.Runtime;
using Panther.Tests.Kernels;

namespace Panther.Tests.Core;

public class LinearOperatorTests
{
    public static TheoryData<string> Devices => KernelDevices.All;

    [Theory]
    [MemberData(nameof(Devices))]
    public void Multiply_SparseAndDense_AgreeWithDoubleLoop(string kind)
    {
        Device device = TestDevice.Get(kind);
        var random = new Random(7);
        double[,] dense = Sparse(random, 37, 21);
        using CsrMatrix<double> sparse = ToCsr(device, dense);
        foreach (MatrixLayout layout in Enum.GetValues<MatrixLayout>())
        {
            using DeviceMatrix<double> stored = DeviceMatrix<double>.Create(device, ByLayout(dense, layout), 37, 21, layout);
            foreach (ILinearOperator<double> matrix in (ILinearOperator<double>[])[sparse, stored])
            {
                AssertProduct(device, matrix, dense, random, isTransposed: false);
                AssertProduct(device, matrix, dense, random, isTransposed: true);
            }
        }
    }

    [Fact]
    public void Multiply_ArgumentsThatDoNotFit_AreRefused()
    {
        Device device = TestDevice.Get("cpu");
        using DeviceMatrix<float> a = DeviceMatrix<float>.Allocate(device, 4, 3), x = DeviceMatrix<float>.Allocate(device, 3, 2);
        using DeviceMatrix<float> y = DeviceMatrix<float>.Allocate(device, 4, 2), square = DeviceMatrix<float>.Allocate(device, 3, 3);
        Assert.Throws<ArgumentException>(() => a.Multiply(y, x));
        Assert.Throws<ArgumentException>(() => a.Multiply(x, square));
        Assert.Throws<ArgumentException>(() => a.MultiplyTransposed(x, y));
        Assert.Throws<ArgumentException>("destination", () => square.Multiply(x, x));
        x.Dispose();
        Assert.Throws<ObjectDisposedException>(() => a.Multiply(x, y));
    }

    private static void AssertProduct(Device device, ILinearOperator<double> matrix, double[,] dense, Random random, bool isTransposed)
    {
        (int rows, int inner) = isTransposed ? (dense.GetLength(1), dense.GetLength(0)) : (dense.GetLength(0), dense.GetLength(1));
        var right = new double[inner, 5];
        for (int i = 0; i < right.Length; i++)
        {
            right[i / 5, i % 5] = random.NextDouble() - 0.5;
        }

        using DeviceMatrix<double> panel = DeviceMatrix<double>.Create(device, right);
        using DeviceMatrix<double> product = DeviceMatrix<double>.Allocate(device, rows, 5);
        (isTransposed ? (Action<DeviceMatrix<double>, DeviceMatrix<double>>)matrix.MultiplyTransposed : matrix.Multiply)(panel, product);
        double[,] actual = product.ToArray();
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < 5; j++)
            {
                double sum = 0;
                double magnitude = 0;
                for (int k = 0; k < inner; k++)
                {
                    double term = (isTransposed ? dense[k, i] : dense[i, k]) * right[k, j];
                    sum += term;
                    magnitude += Math.Abs(term);
                }

                // Two sums of at most inner terms, each within inner · u of the exact one relative to the magnitudes.
                Assert.InRange(Math.Abs(actual[i, j] - sum), 0, 2 * inner * 1.2e-16 * magnitude);
            }
        }
    }

    private static double[,] Sparse(Random random, int rows, int columns)
    {
        var values = new double[rows, columns];
        for (int i = 0; i < rows * columns / 5; i++)
        {
            values[random.Next(rows), random.Next(columns)] = random.NextDouble() - 0.5;
        }

        return values;
    }

    private static CsrMatrix<double> ToCsr(Device device, double[,] dense)
    {
        var starts = new List<long> { 0 };
        var indices = new List<int>();
        var values = new List<double>();
        for (int i = 0; i < dense.GetLength(0); i++)
        {
            for (int j = 0; j < dense.GetLength(1); j++)
            {
                if (dense[i, j] != 0)
                {
                    indices.Add(j);
                    values.Add(dense[i, j]);
                }
            }

            starts.Add(values.Count);
        }

        return CsrMatrix<double>.Create(device, dense.GetLength(0), dense.GetLength(1), starts.ToArray(), indices.ToArray(), values.ToArray());
    }

    private static double[] ByLayout(double[,] dense, MatrixLayout layout)
    {
        (int rows, int columns) = (dense.GetLength(0), dense.GetLength(1));
        return [.. Enumerable.Range(0, rows * columns).Select(i =>
            layout == MatrixLayout.RowMajor ? dense[i / columns, i % columns] : dense[i % rows, i / rows])];
    }
}
