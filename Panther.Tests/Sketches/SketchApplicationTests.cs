using System.Numerics;
using Panther.Core;
using Panther.Jit.Runtime;

namespace Panther.Tests.Sketches;

/// <summary>Applications against the product with the written-out operator in double.</summary>
public sealed class SketchApplicationTests
{
    public static TheoryData<string, string> Cases => SketchFamily.OnDevices;

    public static TheoryData<string> Families => SketchFamily.All;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Apply_Single_AgreesWithTheProduct(string device, string family)
    {
        AssertApplications<float>(TestDevice.Get(device), family, 13, 100, 7);
        AssertApplications<float>(TestDevice.Get(device), family, 1, 1, 1);
        AssertApplications<float>(TestDevice.Get(device), family, 33, 443, 31);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Apply_Double_AgreesWithTheProduct(string device, string family)
    {
        AssertApplications<double>(TestDevice.Get(device), family, 31, 443, 33);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Apply_ManyRows_AgreesWithTheProduct(string device, string family)
    {
        // Long enough for several splits and panels of every plan.
        Device found = TestDevice.Get(device);
        SketchOperator sketch = SketchFamily.Create(family, 130, 2503).Sample(23);
        float[,] s = SketchFamily.Whole<float>(sketch, found);
        foreach ((int columns, MatrixLayout layout) in new[] { (140, MatrixLayout.RowMajor), (5, MatrixLayout.ColumnMajor) })
        {
            float[,] a = SketchFamily.Matrix<float>(2503, columns, columns);
            using DeviceMatrix<float> matrix = SketchFamily.Upload(found, a, layout);
            using DeviceMatrix<float> result = sketch.ApplyLeft(matrix);
            SketchFamily.AssertProduct(s, a, result.ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Apply_Twice_GivesTheSameBits(string device, string family)
    {
        Device found = TestDevice.Get(device);
        SketchOperator sketch = SketchFamily.Create(family, 50, 3001).Sample(9);
        using DeviceMatrix<float> a = DeviceMatrix<float>.Create(found, SketchFamily.Matrix<float>(3001, 37, 1));
        using DeviceMatrix<float> first = sketch.ApplyLeft(a);
        using DeviceMatrix<float> second = sketch.ApplyLeft(a);
        Assert.Equal(first.ToArray(), second.ToArray());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Append_BatchesAndMerge_GiveTheSketchOfTheWhole(string device, string family)
    {
        Device found = TestDevice.Get(device);
        SketchOperator sketch = SketchFamily.Create(family, 24, 211).Sample(4);
        float[,] a = SketchFamily.Matrix<float>(211, 19, 2);
        float[,] s = SketchFamily.Whole<float>(sketch, found);
        using var front = new StreamingSketch<float>(sketch, found, 19);
        using var back = new StreamingSketch<float>(sketch, found, 19);
        foreach ((int first, int count, StreamingSketch<float> side) in new[] { (0, 50, front), (50, 1, front), (120, 91, back), (51, 0, front), (51, 69, front) })
        {
            float[,] rows = new float[count, 19];
            for (int i = 0; i < count; i++)
            {
                for (int j = 0; j < 19; j++)
                {
                    rows[i, j] = a[first + i, j];
                }
            }

            using DeviceMatrix<float> batch = SketchFamily.Upload(found, rows, first % 2 == 0 ? MatrixLayout.RowMajor : MatrixLayout.ColumnMajor);
            side.Append(batch, first);
        }

        Assert.Equal(120, front.NextRow);
        front.Merge(back);
        Assert.Equal(211, front.NextRow);
        SketchFamily.AssertProduct(s, a, front.Sketch.ToArray());
    }

    [Fact]
    public void Apply_WrongArguments_Throws()
    {
        Device device = TestDevice.Get("cpu");
        SketchOperator sketch = new SjltSketch(8, 20).Sample(1);
        using DeviceMatrix<float> a = DeviceMatrix<float>.Allocate(device, 21, 3);
        using DeviceMatrix<float> square = DeviceMatrix<float>.Allocate(device, 20, 20);
        using DeviceMatrix<float> small = DeviceMatrix<float>.Allocate(device, 8, 3);
        Assert.Throws<ArgumentException>(() => sketch.ApplyLeft(a));
        Assert.Throws<ArgumentException>(() => sketch.ApplyRight(a));
        Assert.Throws<ArgumentException>(() => sketch.ApplyLeft(square, small));
        Assert.Throws<ArgumentException>(() => sketch.ApplyLeft(square, square));
        Assert.Throws<ArgumentException>(() => new StreamingSketch<float>(sketch.Transposed, device, 3));
        using DeviceMatrix<Half> half = DeviceMatrix<Half>.Allocate(device, 20, 3);
        Assert.Throws<NotSupportedException>(() => sketch.ApplyLeft(half));
        DeviceMatrix<float> disposed = DeviceMatrix<float>.Allocate(device, 20, 3);
        disposed.Dispose();
        Assert.Throws<ObjectDisposedException>(() => sketch.ApplyLeft(disposed));
        using var stream = new StreamingSketch<float>(sketch, device, 3);
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.Append(a));
        using DeviceMatrix<float> nothing = DeviceMatrix<float>.Allocate(device, 20, 0);
        using DeviceMatrix<float> empty = sketch.ApplyLeft(nothing);
        Assert.Equal((8, 0), (empty.Rows, empty.Columns));
    }

    private static void AssertApplications<T>(Device device, string family, int rows, int columns, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SketchOperator sketch = SketchFamily.Create(family, rows, columns).Sample(17);
        T[,] s = SketchFamily.Whole<T>(sketch, device);
        T[,] transposed = SketchFamily.Whole<T>(sketch.Transposed, device);
        T[,] tall = SketchFamily.Matrix<T>(columns, width, 1);
        T[,] flat = SketchFamily.Matrix<T>(rows, width, 2);
        T[,] wide = SketchFamily.Matrix<T>(width, columns, 3);
        T[,] narrow = SketchFamily.Matrix<T>(width, rows, 4);
        (MatrixLayout From, MatrixLayout To)[] layouts =
        [
            (MatrixLayout.RowMajor, MatrixLayout.RowMajor),
            (MatrixLayout.ColumnMajor, MatrixLayout.ColumnMajor),
            (MatrixLayout.ColumnMajor, MatrixLayout.RowMajor),
        ];

        // OpenCL drivers take seconds for each variant of a kernel; there, the second type goes through the first layout only.
        int count = device.Kind == DeviceKind.OpenCl && typeof(T) == typeof(double) ? 1 : layouts.Length;
        foreach ((MatrixLayout from, MatrixLayout to) in layouts[..count])
        {
            AssertLeft(sketch, s, tall);
            AssertLeft(sketch.Transposed, transposed, flat);
            AssertRight(sketch.Transposed, transposed, wide);
            AssertRight(sketch, s, narrow);

            void AssertLeft(SketchOperator applied, T[,] written, T[,] matrix)
            {
                using DeviceMatrix<T> a = SketchFamily.Upload(device, matrix, from);
                using DeviceMatrix<T> result = DeviceMatrix<T>.Allocate(device, applied.Rows, a.Columns, to);
                applied.ApplyLeft(a, result);
                SketchFamily.AssertProduct(written, matrix, result.ToArray());
            }

            void AssertRight(SketchOperator applied, T[,] written, T[,] matrix)
            {
                using DeviceMatrix<T> a = SketchFamily.Upload(device, matrix, from);
                using DeviceMatrix<T> result = DeviceMatrix<T>.Allocate(device, a.Rows, applied.Columns, to);
                applied.ApplyRight(a, result);
                SketchFamily.AssertProduct(matrix, written, result.ToArray());
            }
        }
    }
}
