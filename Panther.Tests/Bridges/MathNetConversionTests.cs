using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Storage;
using Panther.Core;
using Panther.Jit.Runtime;

namespace Panther.Tests.Bridges;

public sealed class MathNetConversionTests
{
    private static readonly double[,] Values = { { 1, 0, -3 }, { 0, 5, 0.25 } };

    public static TheoryData<string> Storages => ["dense", "sparse", "diagonal"];

    [Theory]
    [MemberData(nameof(Storages))]
    public void ToDevice_AnyStorage_IsTheMatrix(string storage)
    {
        Matrix<double> matrix = Make(storage);

        using DeviceMatrix<double> onDevice = matrix.ToDevice(TestDevice.Get("cpu"));
        using DeviceMatrix<double> column = matrix.Column(0).ToDevice(TestDevice.Get("cpu"));

        Assert.Equal(MatrixLayout.ColumnMajor, onDevice.Layout);
        Assert.Equal(matrix.ToArray(), onDevice.ToArray());
        Assert.Equal(matrix.SubMatrix(0, matrix.RowCount, 0, 1).ToArray(), column.ToArray());
    }

    [Theory]
    [MemberData(nameof(Storages))]
    public void ToSparseDevice_AnyStorage_HoldsWhatIsNotZero(string storage)
    {
        Matrix<double> matrix = Make(storage);

        using CsrMatrix<double> onDevice = matrix.ToSparseDevice(TestDevice.Get("cpu"));

        Assert.Equal(matrix.Enumerate(Zeros.AllowSkip).Count(value => value != 0), onDevice.NonzeroCount);
        Assert.Equal(matrix.ToArray(), onDevice.ToArray());
    }

    [Theory]
    [InlineData("cpu", MatrixLayout.RowMajor)]
    [InlineData("cpu", MatrixLayout.ColumnMajor)]
    [InlineData("opencl", MatrixLayout.RowMajor)]
    [InlineData("cuda", MatrixLayout.ColumnMajor)]
    public void ToMathNet_EitherLayout_IsTheMatrix(string device, MatrixLayout layout)
    {
        Device on = TestDevice.Get(device);
        float[] elements = [.. Enumerable.Range(0, 33 * 65).Select(i => (float)i)];

        using DeviceMatrix<float> matrix = DeviceMatrix<float>.Create(on, elements, 33, 65, layout);

        Assert.Equal(matrix.ToArray(), matrix.ToMathNet().ToArray());
    }

    /// <summary>Columns in falling order, an empty row, and two elements at one place.</summary>
    [Fact]
    public void ToMathNet_SparseMatrix_IsTheMatrixAndSparse()
    {
        using CsrMatrix<double> matrix = CsrMatrix<double>.Create(TestDevice.Get("cpu"), 3, 4, [0, 3, 3, 5], [3, 0, 3, 2, 1], [1, 2, 4, 8, 16]);

        Matrix<double> result = matrix.ToMathNet();

        Assert.IsType<SparseCompressedRowMatrixStorage<double>>(result.Storage);
        Assert.Equal(new double[,] { { 2, 0, 0, 5 }, { 0, 0, 0, 0 }, { 0, 16, 8, 0 } }, result.ToArray());
        Assert.Equal(2, (result * Vector<double>.Build.Dense([1, 0, 0, 0]))[0]);
    }

    [Fact]
    public void Use_DenseMatrixOnTheCpu_IsNotCopied()
    {
        Matrix<double> matrix = Matrix<double>.Build.Dense(300, 200);

        unsafe
        {
            fixed (double* own = matrix.AsColumnMajorArray())
            {
                double* there = own;
                Assert.True(MathNetMatrix.Use(matrix, TestDevice.Get("cpu"), (DeviceMatrix<double> lent) => Address(lent) == (nint)there));
            }
        }
    }

    [Theory]
    [InlineData("sparse", true)]
    [InlineData("dense", false)]
    [InlineData("diagonal", false)]
    public void UseOperator_SparseMatrix_StaysSparse(string storage, bool isSparse) =>
        Assert.Equal(isSparse, MathNetMatrix.UseOperator(Make(storage), TestDevice.Get("cpu"), (ILinearOperator<double> a) => a is CsrMatrix<double>));

    private static unsafe nint Address(DeviceMatrix<double> matrix) => (nint)System.Runtime.CompilerServices.Unsafe.AsPointer(ref matrix.View[0]);

    private static Matrix<double> Make(string storage) => storage switch
    {
        "dense" => Matrix<double>.Build.DenseOfArray(Values),
        "sparse" => Matrix<double>.Build.SparseOfArray(Values),
        _ => Matrix<double>.Build.DiagonalOfDiagonalArray(2, 3, [1, 5]),
    };
}
