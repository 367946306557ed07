using System.Buffers;
using System.Numerics.Tensors;
using Panther.Core;
using Panther.Jit.Runtime;

namespace Panther.Tests.Bridges;

public sealed class TensorConversionTests
{
    private static readonly float[] Elements = [1, 2, 3, 4, 5, 6];

    private static Device Cpu => TestDevice.Get("cpu");

    [Fact]
    public void ToDevice_DenseTensor_IsByRows()
    {
        using DeviceMatrix<float> matrix = Tensor.Create(Elements, [2, 3]).ToDevice(Cpu);

        Assert.Equal(MatrixLayout.RowMajor, matrix.Layout);
        Assert.Equal(new float[,] { { 1, 2, 3 }, { 4, 5, 6 } }, matrix.ToArray());
    }

    [Fact]
    public void ToDevice_TransposedView_IsByColumns()
    {
        using DeviceMatrix<float> matrix = Tensor.PermuteDimensions(Tensor.Create(Elements, [2, 3]), [1, 0]).ToDevice(Cpu);

        Assert.Equal(MatrixLayout.ColumnMajor, matrix.Layout);
        Assert.Equal(new float[,] { { 1, 4 }, { 2, 5 }, { 3, 6 } }, matrix.ToArray());
    }

    [Fact]
    public void ToDevice_SliceAndBroadcast_AreCopied()
    {
        ReadOnlyTensorSpan<float> slice = new ReadOnlyTensorSpan<float>(Elements, [2, 3], []).Slice([NRange.All, new NRange(1, 3)]);
        using DeviceMatrix<float> sliced = slice.ToDevice(Cpu);
        using DeviceMatrix<float> broadcast = new ReadOnlyTensorSpan<float>(Elements, [3, 2], [0, 1]).ToDevice(Cpu);

        Assert.Equal(new float[,] { { 2, 3 }, { 5, 6 } }, sliced.ToArray());
        Assert.Equal(new float[,] { { 1, 2 }, { 1, 2 }, { 1, 2 } }, broadcast.ToArray());
    }

    [Theory]
    [InlineData(1, 6)]
    [InlineData(6, 1)]
    [InlineData(1, 1)]
    public void ToDevice_SideOfOne_IsTheMatrix(int rows, int columns)
    {
        using DeviceMatrix<float> matrix = new ReadOnlyTensorSpan<float>(Elements, [rows, columns], []).ToDevice(Cpu);

        Assert.Equal((rows, columns), (matrix.Rows, matrix.Columns));
        Assert.Equal(Elements[..(rows * columns)], matrix.ToArray().Cast<float>());
    }

    [Fact]
    public void ToDevice_OtherRanks_AreRejected()
    {
        Assert.Throws<ArgumentException>(() => Tensor.Create(Elements, [6]).ToDevice(Cpu));
        Assert.Throws<ArgumentException>(() => Tensor.Create(Elements, [1, 2, 3]).ToDevice(Cpu));
    }

    [Fact]
    public unsafe void Use_DenseOrTransposedTensorOnTheCpu_IsNotCopied()
    {
        fixed (float* own = Elements)
        {
            nint there = (nint)own;
            Assert.True(TensorMatrix.Use(new ReadOnlyTensorSpan<float>(Elements, [2, 3], []), Cpu, (DeviceMatrix<float> lent) => Address(lent) == there));
            Assert.True(TensorMatrix.Use(new ReadOnlyTensorSpan<float>(Elements, [2, 3], [1, 2]), Cpu, (DeviceMatrix<float> lent) => Address(lent) == there));
        }
    }

    [Theory]
    [InlineData(MatrixLayout.RowMajor)]
    [InlineData(MatrixLayout.ColumnMajor)]
    public void ToTensor_EitherLayout_IsTheMatrix(MatrixLayout layout)
    {
        using DeviceMatrix<float> matrix = DeviceMatrix<float>.Create(Cpu, Elements, 2, 3, layout);

        Tensor<float> tensor = matrix.ToTensor();

        Assert.Equal([2, 3], tensor.Lengths);
        Assert.Equal(matrix.ToArray().Cast<float>(), tensor);
    }

    private static unsafe nint Address(DeviceMatrix<float> matrix) => (nint)System.Runtime.CompilerServices.Unsafe.AsPointer(ref matrix.View[0]);
}
