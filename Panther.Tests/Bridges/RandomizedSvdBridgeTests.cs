using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;
using Panther.Core;

namespace Panther.Tests.Bridges;

/// <summary>Arrays, MathNet matrices and tensors hold the same matrix: equal bits where it lies in the same order, equal up to rounding where not.</summary>
public sealed class RandomizedSvdBridgeTests
{
    private const int Rows = 65, Columns = 33, Rank = 7;

    private static readonly RandomizedSvdOptions Options = new() { Seed = 3, Device = TestDevice.Get("cpu") };

    private static readonly double[] ByRows = Elements();

    [Fact]
    public void RandomizedSvd_Tensor_HasTheBitsOfTheArray()
    {
        var expected = RandomizedSvd.Compute<double>(ByRows, Rows, Columns, MatrixLayout.RowMajor, Rank, Options);

        RandomizedSvdResult<Tensor<double>, Tensor<double>> svd = Tensor.Create(ByRows, [Rows, Columns]).RandomizedSvd(Rank, Options);

        Assert.Equal([Rows, Rank], svd.U.Lengths);
        Assert.Equal(expected.U.Cast<double>(), svd.U);
        Assert.Equal(expected.S, svd.S);
        Assert.Equal(expected.V.Cast<double>(), svd.V);
        Assert.Equal(expected.ErrorEstimate, svd.ErrorEstimate);
    }

    [Fact]
    public void RandomizedSvd_TransposedTensor_HasTheBitsOfColumns()
    {
        var expected = RandomizedSvd.Compute<double>(ByRows, Columns, Rows, MatrixLayout.ColumnMajor, 0.9, Options);

        var svd = new ReadOnlyTensorSpan<double>(ByRows, [Columns, Rows], [1, Columns]).RandomizedSvd(0.9, Options);

        Assert.Equal(expected.Rank, svd.Rank);
        Assert.Equal(expected.S, svd.S);
        Assert.Equal(expected.U.Cast<double>(), svd.U);
    }

    [Fact]
    public void RandomizedSvd_DenseMathNet_HasTheBitsOfColumns()
    {
        Matrix<double> matrix = Matrix<double>.Build.DenseOfRowMajor(Rows, Columns, ByRows);
        var expected = RandomizedSvd.Compute<double>(matrix.ToColumnMajorArray(), Rows, Columns, MatrixLayout.ColumnMajor, Rank, Options);

        RandomizedSvdResult<Matrix<double>, Vector<double>> svd = matrix.RandomizedSvd(Rank, Options);

        Assert.Equal(expected.U, svd.U.ToArray());
        Assert.Equal(expected.S, svd.S.ToArray());
        Assert.Equal(expected.V, svd.V.ToArray());
    }

    [Fact]
    public void RandomizedSvd_SparseMathNet_HasTheBitsOfCsr()
    {
        Matrix<double> matrix = Matrix<double>.Build.SparseOfIndexed(Rows, Columns, Enumerable.Range(0, Rows).Select(i => (i, i * 7 % Columns, ByRows[i])));
        using CsrMatrix<double> sparse = matrix.ToSparseDevice(Options.Device);
        using DeviceSvdResult<double> expected = RandomizedSvd.Compute(sparse, Rank, Options);

        Assert.Equal(expected.S, matrix.RandomizedSvd(Rank, Options).S.ToArray());
    }

    [Fact]
    public void RandomizedSvd_NoMatrix_IsRejected()
    {
        Assert.Throws<ArgumentNullException>(() => ((Matrix<float>)null!).RandomizedSvd(1));
        Assert.Throws<ArgumentNullException>(() => ((Tensor<float>)null!).RandomizedSvd(1));
        Assert.Throws<ArgumentException>(() => Tensor.Create(new float[8], [2, 2, 2]).RandomizedSvd(1));
    }

    private static double[] Elements()
    {
        var random = new Random(11);
        return [.. Enumerable.Range(0, Rows * Columns).Select(_ => random.NextDouble() - 0.5)];
    }
}
