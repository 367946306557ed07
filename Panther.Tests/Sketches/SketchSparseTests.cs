using System.Numerics;
using Panther.Core;
using Panther.Jit.Runtime;

namespace Panther.Tests.Sketches;

/// <summary>Sparse matrices: construction, transposition, and the same sketches as of the dense matrix.</summary>
public sealed class SketchSparseTests
{
    public static TheoryData<string, string> Cases => SketchFamily.OnDevices;

    public static TheoryData<string> Devices { get; } = ["cpu", "opencl", "cuda"];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Apply_Csr_AgreesWithTheProduct(string device, string family)
    {
        AssertApplications<float>(TestDevice.Get(device), family);
        if (device != "opencl")
        {
            AssertApplications<double>(TestDevice.Get(device), family);
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Transpose_AnyShape_IsExactAndStable(string device)
    {
        Device found = TestDevice.Get(device);
        foreach ((int rows, int columns, int step) in new[] { (0, 0, 1), (1, 1, 1), (5, 0, 1), (0, 5, 1), (40, 3, 2), (3, 400, 7), (33, 31, 1000), (257, 9, 1) })
        {
            double[,] dense = Sparse<double>(rows, columns, step);
            using CsrMatrix<double> matrix = Upload(found, dense);
            using CsrMatrix<double> transpose = matrix.Transpose();
            using CsrMatrix<double> back = transpose.Transpose();
            Assert.Equal((columns, rows), ((int)transpose.Rows, (int)transpose.Columns));
            Assert.Equal(dense, back.ToArray());
            double[,] actual = transpose.ToArray();
            for (int i = 0; i < rows; i++)
            {
                for (int j = 0; j < columns; j++)
                {
                    Assert.Equal(dense[i, j], actual[j, i]);
                }
            }
        }
    }

    [Fact]
    public void Create_UnsoundParts_Throws()
    {
        Device device = TestDevice.Get("cpu");
        Assert.Throws<ArgumentException>(() => CsrMatrix<float>.Create(device, 2, 2, [0, 1], [0], [1]));
        Assert.Throws<ArgumentException>(() => CsrMatrix<float>.Create(device, 2, 2, [0, 2, 1], [0], [1]));
        Assert.Throws<ArgumentException>(() => CsrMatrix<float>.Create(device, 2, 2, [0, 1, 1], [2], [1]));
        Assert.Throws<ArgumentException>(() => CsrMatrix<float>.Create(device, 2, 2, [0, 1, 1], [-1], [1]));
        Assert.Throws<ArgumentException>(() => CsrMatrix<float>.Create(device, 2, 2, [0, 1, 1], [0, 1], [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => CsrMatrix<float>.Create(device, -1, 2, [0], [], []));
        using CsrMatrix<float> matrix = CsrMatrix<float>.Create(device, 2, 3, [0, 1, 2], [0, 2], [1, 2]);
        Assert.Throws<ArgumentException>(() => new CountSketch(2, 3).Sample(1).ApplyLeft(matrix));
        matrix.Dispose();
        Assert.Throws<ObjectDisposedException>(() => matrix.Transpose());
    }

    private static void AssertApplications<T>(Device device, string family)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SketchOperator sketch = SketchFamily.Create(family, 13, 57).Sample(17);
        T[,] s = SketchFamily.Whole<T>(sketch, device);
        T[,] transposed = SketchFamily.Whole<T>(sketch.Transposed, device);
        T[,] tall = Sparse<T>(57, 11, 3);
        T[,] flat = Sparse<T>(13, 7, 2);
        T[,] wide = Sparse<T>(9, 57, 3);
        T[,] narrow = Sparse<T>(9, 13, 2);
        foreach (MatrixLayout layout in Enum.GetValues<MatrixLayout>())
        {
            AssertLeft(sketch, s, tall);
            AssertLeft(sketch.Transposed, transposed, flat);
            AssertRight(sketch.Transposed, transposed, wide);
            AssertRight(sketch, s, narrow);

            void AssertLeft(SketchOperator applied, T[,] written, T[,] matrix)
            {
                using CsrMatrix<T> a = Upload(device, matrix);
                using DeviceMatrix<T> result = applied.ApplyLeft(a, layout);
                SketchFamily.AssertProduct(written, matrix, result.ToArray());
            }

            void AssertRight(SketchOperator applied, T[,] written, T[,] matrix)
            {
                using CsrMatrix<T> a = Upload(device, matrix);
                using DeviceMatrix<T> result = applied.ApplyRight(a, layout);
                SketchFamily.AssertProduct(matrix, written, result.ToArray());
            }
        }
    }

    /// <summary>A matrix with an element at every place whose number is a multiple of the step, and empty rows in between.</summary>
    private static T[,] Sparse<T>(int rows, int columns, int step)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[,] matrix = SketchFamily.Matrix<T>(rows, columns, step);
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                matrix[i, j] = ((i * columns) + j) % step == 0 && i % 5 != 3 ? matrix[i, j] : T.Zero;
            }
        }

        return matrix;
    }

    private static CsrMatrix<T> Upload<T>(Device device, T[,] dense)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        List<long> starts = [0];
        List<int> columns = [];
        List<T> values = [];
        for (int i = 0; i < dense.GetLength(0); i++)
        {
            for (int j = 0; j < dense.GetLength(1); j++)
            {
                if (dense[i, j] != T.Zero)
                {
                    columns.Add(j);
                    values.Add(dense[i, j]);
                }
            }

            starts.Add(values.Count);
        }

        return CsrMatrix<T>.Create(device, dense.GetLength(0), dense.GetLength(1), [.. starts], [.. columns], [.. values]);
    }
}
