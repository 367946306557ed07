using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Factor;
using Panther.Kernels.Gemm;

namespace Panther.Tests.Factor;

public sealed class ColumnPivotedQrTests
{
    public static TheoryData<string, bool, int, int, int> Cases()
    {
        var data = new TheoryData<string, bool, int, int, int>();
        foreach ((int rows, int columns, int steps) in new[]
        {
            (1, 1, 1), (5, 1, 1), (1, 5, 1), (33, 20, 20), (20, 33, 20), (80, 64, 64), (130, 100, 100), (400, 150, 150), (90, 200, 33), (300, 150, 40),
        })
        {
            data.Add("cpu", false, rows, columns, steps);
            data.Add("cpu", true, rows, columns, steps);
            data.Add("cuda", true, rows, columns, steps);
        }

        data.Add("opencl", true, 40, 33, 30);
        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Factor_Gaussian_PreservesTheGramMatrixAndPivots(string device, bool byKernels, int rows, int columns, int steps)
    {
        double[,] a = Gaussian(rows, columns, rows + columns);
        Check<double>(TestDevice.Get(device), byKernels, a, steps);
        Check<float>(TestDevice.Get(device), byKernels, a, steps);
    }

    [Theory]
    [InlineData("cpu", false)]
    [InlineData("cpu", true)]
    [InlineData("cuda", true)]
    [InlineData("opencl", true)]
    public void Factor_GradedAndDependentColumns_PreservesTheGramMatrixAndPivots(string device, bool byKernels)
    {
        // Cancellation that spoils norms which are downdated naively: all columns nearly parallel, graded, some equal, one zero.
        double[,] a = Gaussian(60, 40, 7);
        for (int j = 0; j < 40; j++)
        {
            for (int i = 0; i < 60; i++)
            {
                a[i, j] = j == 11 ? 0 : j is 20 or 21 ? a[i, 3] : 1 + (Math.Pow(10, -j / 4.0) * a[i, j]);
            }
        }

        Check<double>(TestDevice.Get(device), byKernels, a, 40);
        Check<float>(TestDevice.Get(device), byKernels, a, 40);
    }

    [Theory]
    [InlineData("cpu", false)]
    [InlineData("cpu", true)]
    [InlineData("cuda", true)]
    public void Factor_ZeroMatrix_GivesZerosAndAPermutation(string device, bool byKernels)
    {
        (int[] pivots, double[,] r) = Factor<double>(TestDevice.Get(device), byKernels, new double[12, 9], 9, false);
        Assert.Equal(Enumerable.Range(0, 9), pivots.Order());
        Assert.All(r.Cast<double>(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Factor_ShapesThatDoNotFit_Throws()
    {
        DeviceStream stream = TestDevice.Get("cpu").DefaultStream;
        using DeviceBuffer<float> memory = stream.Device.Allocate<float>(64);
        using DeviceBuffer<int> pivots = stream.Device.Allocate<int>(4);
        MatrixOperand<float> a = MatrixOperand<float>.Dense(memory.View, 6, 4);
        Assert.Throws<ArgumentException>(() => ColumnPivotedQr.Factor(stream, a, pivots.View, new RowMatrix<float>(memory.View, 5, 4), 5));
        Assert.Throws<ArgumentException>(() => ColumnPivotedQr.Factor(stream, a, pivots.View, new RowMatrix<float>(memory.View, 4, 3), 4));
        Assert.Throws<ArgumentException>(() => ColumnPivotedQr.Factor(stream, a, pivots.View.SubView(0, 3), new RowMatrix<float>(memory.View, 4, 4), 4));
    }

    /// <summary>
    /// RᵀR = PᵀAᵀAP holds to 10 (m + n) eps of the columns' norms in the pivots' rows and columns (Higham, Accuracy and Stability, theorem 19.4: the
    /// backward error is columnwise, a modest multiple of the reflections' roundings); no column is longer than the pivot that was preferred to it,
    /// but for as much.
    /// </summary>
    private static void Check<T>(Device device, bool byKernels, double[,] a, int steps)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int m, int n) = (a.GetLength(0), a.GetLength(1));
        double tolerance = 10 * (m + n) * double.CreateChecked(T.BitIncrement(T.One) - T.One);
        foreach (bool byColumns in new[] { false, true })
        {
            (int[] pivots, double[,] r) = Factor<T>(device, byKernels, a, steps, byColumns);
            Assert.Equal(Enumerable.Range(0, n), pivots.Order());
            double[] norms = [.. Enumerable.Range(0, n).Select(j => Math.Sqrt(Enumerable.Range(0, m).Sum(i => a[i, pivots[j]] * a[i, pivots[j]])))];
            for (int i = 0; i < steps; i++)
            {
                for (int j = i; j < n; j++)
                {
                    double dot = 0;
                    for (int k = 0; k < m; k++)
                    {
                        dot += a[k, pivots[i]] * a[k, pivots[j]];
                    }

                    for (int k = 0; k <= i; k++)
                    {
                        dot -= r[k, i] * r[k, j];
                    }

                    Assert.True(Math.Abs(dot) <= tolerance * norms[i] * norms[j], $"{typeof(T).Name}: {dot} off at ({i}, {j})");
                }
            }

            for (int k = 0; k < steps; k++)
            {
                Assert.True(r[k, k] >= 0);
                for (int j = 0; j < n; j++)
                {
                    Assert.True(j >= k || r[k, j] == 0);
                    double rest = 0;
                    for (int i = k; i < Math.Min(steps, j + 1); i++)
                    {
                        rest += r[i, j] * r[i, j];
                    }

                    Assert.True(Math.Sqrt(rest) <= r[k, k] + (tolerance * norms.Max()), $"{typeof(T).Name}: column {j} is longer than pivot {k}");
                }
            }
        }
    }

    private static (int[] Pivots, double[,] Triangle) Factor<T>(Device device, bool byKernels, double[,] a, int steps, bool byColumns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int m, int n) = (a.GetLength(0), a.GetLength(1));
        var stored = new T[m * n];
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                stored[byColumns ? (j * m) + i : (i * n) + j] = T.CreateChecked(a[i, j]);
            }
        }

        DeviceStream stream = device.DefaultStream;
        using DeviceBuffer<T> matrix = device.Allocate<T>(stored);
        using DeviceBuffer<T> triangle = device.Allocate<T>(steps * n);
        using DeviceBuffer<int> pivots = device.Allocate<int>(n);
        MatrixOperand<T> operand = byColumns ? MatrixOperand<T>.Dense(matrix.View, n, m).Transposed : MatrixOperand<T>.Dense(matrix.View, m, n);
        var r = new RowMatrix<T>(triangle.View, steps, n);
        if (byKernels)
        {
            ColumnPivotedQr.FactorByKernels(stream, operand, pivots.View, r, steps);
        }
        else
        {
            ColumnPivotedQr.Factor(stream, operand, pivots.View, r, steps);
        }

        T[] values = triangle.ToArray();
        var result = new double[steps, n];
        for (int i = 0; i < values.Length; i++)
        {
            result[i / n, i % n] = double.CreateChecked(values[i]);
        }

        return (pivots.ToArray(), result);
    }

    private static double[,] Gaussian(int rows, int columns, int seed)
    {
        var random = new Random(seed);
        var a = new double[rows, columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                a[i, j] = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            }
        }

        return a;
    }
}
