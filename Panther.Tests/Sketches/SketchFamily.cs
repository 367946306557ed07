using System.Numerics;
using Panther.Core;
using Panther.Jit.Runtime;
using Panther.Tests.Kernels;

namespace Panther.Tests.Sketches;

/// <summary>The families that every test of sketches goes through, and small pieces that these tests share.</summary>
public static class SketchFamily
{
    public static string[] Names { get; } = ["gaussian", "uniform", "rademacher", "count", "sjlt", "laso", "sample", "weighted", "srht"];

    public static TheoryData<string, string> OnDevices
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (string device in new[] { "cpu", "opencl", "cuda" })
            {
                foreach (string family in Names)
                {
                    data.Add(device, family);
                }
            }

            return data;
        }
    }

    public static TheoryData<string> All { get; } = [.. Names];

    /// <summary>A distribution of the family; parameters are odd on purpose, so that parts have unequal lengths.</summary>
    public static SketchDistribution Create(string family, long rows, long columns) => family switch
    {
        "gaussian" => new GaussianSketch(rows, columns),
        "uniform" => new UniformSketch(rows, columns),
        "rademacher" => new RademacherSketch(rows, columns),
        "count" => new CountSketch(rows, columns),
        "sjlt" => new SjltSketch(rows, columns, (int)Math.Min(rows, 3)),
        "laso" => new LasoSketch(rows, columns, (int)Math.Min(columns, 5)),
        "sample" => new RowSamplingSketch(Math.Min(rows, columns), columns),
        "weighted" => new RowSamplingSketch(rows, [.. Enumerable.Range(0, (int)columns).Select(j => 1.0 + (j % 3))]),
        "srht" => new SrhtSketch(rows, columns, (long)System.Numerics.BitOperations.RoundUpToPowerOf2((ulong)Math.Max(rows, columns / 3))),
        _ => throw new ArgumentOutOfRangeException(nameof(family)),
    };

    public static T[,] Matrix<T>(int rows, int columns, int seed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double[] values = KernelDevices.Values(rows * columns, seed);
        var matrix = new T[rows, columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                matrix[i, j] = T.CreateTruncating(values[(i * columns) + j]);
            }
        }

        return matrix;
    }

    public static DeviceMatrix<T> Upload<T>(Device device, T[,] matrix, MatrixLayout layout)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rows = matrix.GetLength(0);
        int columns = matrix.GetLength(1);
        T[] values = new T[rows * columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                values[layout == MatrixLayout.RowMajor ? (i * columns) + j : (j * rows) + i] = matrix[i, j];
            }
        }

        return DeviceMatrix<T>.Create(device, values, rows, columns, layout);
    }

    public static T[,] Whole<T>(SketchOperator sketch, Device device)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using DeviceMatrix<T> window = sketch.Window<T>(device, 0, 0, sketch.Rows, sketch.Columns);
        return window.ToArray();
    }

    /// <summary>Holds a product to the one in double: k terms and their products, each rounded once, err by at most (k + 4)·eps·|left|·|right|.</summary>
    public static void AssertProduct<T>(T[,] left, T[,] right, T[,] actual)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int rows, int depth, int columns) = (left.GetLength(0), left.GetLength(1), right.GetLength(1));
        Assert.Equal((rows, columns), (actual.GetLength(0), actual.GetLength(1)));
        double[] a = Doubles(left);
        double[] b = Doubles(right);
        double[] c = Doubles(actual);
        double bound = (depth + 4) * double.CreateTruncating(T.BitIncrement(T.One) - T.One);
        double[] sums = new double[columns];
        double[] magnitudes = new double[columns];
        for (int i = 0; i < rows; i++)
        {
            Array.Clear(sums);
            Array.Clear(magnitudes);
            for (int k = 0; k < depth; k++)
            {
                double factor = a[(i * depth) + k];
                for (int j = 0; factor != 0 && j < columns; j++)
                {
                    double term = factor * b[(k * columns) + j];
                    sums[j] += term;
                    magnitudes[j] += Math.Abs(term);
                }
            }

            for (int j = 0; j < columns; j++)
            {
                double error = Math.Abs(c[(i * columns) + j] - sums[j]);
                Assert.True(error <= bound * magnitudes[j], $"({i}, {j}): {c[(i * columns) + j]} instead of {sums[j]}");
            }
        }
    }

    private static double[] Doubles<T>(T[,] matrix)
        where T : unmanaged, IFloatingPointIeee754<T>
        => [.. matrix.Cast<T>().Select(double.CreateTruncating)];
}
