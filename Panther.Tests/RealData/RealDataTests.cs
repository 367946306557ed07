using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;
using Panther.Core;
using Panther.Jit.Runtime;
using Panther.Tests.Samples;

namespace Panther.Tests.RealData;

/// <summary>Real data through the public interface alone, against full decompositions by MathNet.</summary>
public sealed class RealDataTests
{
    // MathNet takes long for these, once; a triangle has the singular values of what it came from.
    private static readonly Lazy<double[]> PixelValues = new(() => [.. Centered(Pixels()).QR(QRMethod.Thin).R.Svd(computeVectors: false).S]);
    private static readonly Lazy<double[]> PictureValues = new(() => [.. Picture().ToDouble().Svd(computeVectors: false).S]);

    public static TheoryData<string> Devices => ["cpu", "opencl", "cuda"];

    [Theory]
    [MemberData(nameof(Devices))]
    public void RandomizedSvd_Digits_ExplainsTheVarianceThatTwentyComponentsCan(string deviceName)
    {
        Device device = TestDevice.Get(deviceName);
        Matrix<double> pixels = Centered(Pixels());
        double[] exact = PixelValues.Value;

        RandomizedSvdResult<Matrix<double>, Vector<double>> svd = pixels.RandomizedSvd(20, new RandomizedSvdOptions { Seed = 1, Device = device });

        double explained = svd.S.Sum(s => s * s) / exact.Sum(s => s * s);
        double most = exact.Take(20).Sum(s => s * s) / exact.Sum(s => s * s);
        double least = 1 - Squared(LargestError(exact, 20, RandomizedSvdOptions.Default.Oversampling));
        Assert.InRange(explained, least, most + 1e-12);
        CheckError((pixels - (svd.U * Matrix<double>.Build.DiagonalOfDiagonalVector(svd.S) * svd.V.Transpose())).FrobeniusNorm() / pixels.FrobeniusNorm(), svd.RelativeErrorEstimate, exact, 20);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void RandomizedSvd_Photograph_ComesNearTheBestError(string deviceName)
    {
        Device device = TestDevice.Get(deviceName);
        Matrix<float> picture = Picture();
        double[] exact = PictureValues.Value;

        RandomizedSvdResult<Matrix<float>, Vector<float>> svd = picture.RandomizedSvd(50, new RandomizedSvdOptions { Seed = 1, Device = device });

        Matrix<float> left = picture - (svd.U * Matrix<float>.Build.DiagonalOfDiagonalVector(svd.S) * svd.V.Transpose());
        CheckError(left.ToDouble().FrobeniusNorm() / picture.ToDouble().FrobeniusNorm(), svd.RelativeErrorEstimate, exact, 50);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void InterpolativeDecomposition_Photograph_KeepsColumnsOfIt(string deviceName)
    {
        Device device = TestDevice.Get(deviceName);
        Matrix<float> picture = Picture();
        double[] exact = PictureValues.Value;

        InterpolationResult<Matrix<float>, Matrix<float>> kept = picture.InterpolativeDecomposition(50, new InterpolationOptions { Seed = 1, Device = device });

        Assert.Equal(50, kept.Indices.Distinct().Count());
        Assert.All(Enumerable.Range(0, 50), j => Assert.Equal(picture.Column(kept.Indices[j]), kept.Skeleton.Column(j)));
        double error = (picture - (kept.Skeleton * kept.Coefficients)).ToDouble().FrobeniusNorm() / picture.ToDouble().FrobeniusNorm();
        double best = Math.Sqrt(exact.Skip(50).Sum(s => s * s) / exact.Sum(s => s * s));

        // Strong rank-revealing QR, which pivots by columns nearly always are: √(1 + 4k(n - k)) of the best (Gu and Eisenstat 1996, theorem 3.2).
        Assert.InRange(error, best * (1 - 1e-4), best * Math.Sqrt(1 + (4.0 * 50 * (640 - 50))));
        Assert.InRange(kept.RelativeErrorEstimate / error, 1.0 / 3, 3);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void MatrixMarket_DigitsWrittenAndRead_DecomposeAlikeSparseAndDense(string deviceName)
    {
        Device device = TestDevice.Get(deviceName);
        Matrix<double> pixels = Pixels();
        using var file = new TemporaryFile(".mtx.gz", "");
        using (CsrMatrix<double> written = pixels.ToSparseDevice(device))
        {
            MatrixMarketFile.Write(file.Path, written);
        }

        using CsrMatrix<double> sparse = MatrixMarketFile.ReadSparse<double>(file.Path, device);
        double[,] dense = MatrixMarketFile.Read<double>(file.Path);
        var options = new RandomizedSvdOptions { Seed = 1, Device = device };
        using DeviceSvdResult<double> ofSparse = RandomizedSvd.Compute(sparse, 10, options);
        RandomizedSvdResult<double[,], double[]> ofDense = RandomizedSvd.Compute(dense, 10, options);

        Assert.Equal(pixels.ToArray(), dense);
        Assert.InRange((double)sparse.NonzeroCount / (sparse.Rows * sparse.Columns), 0.4, 0.6);

        // The same sketch and sums in another order: eps·√1797 a product, 6 products, with a factor for what they are multiplied with.
        Assert.All(ofSparse.S.Zip(ofDense.S), pair => Assert.Equal(pair.First, pair.Second, 1e-12 * ofDense.S[0]));
    }

    /// <summary>Three pixels are never set: columns that are empty, in real data.</summary>
    [Theory]
    [MemberData(nameof(Devices))]
    public void Cur_DigitsFromMatrixMarket_KeepsThePixelsThatTheDenseOneKeeps(string deviceName)
    {
        Device device = TestDevice.Get(deviceName);
        Matrix<double> pixels = Pixels();
        using var file = new TemporaryFile(".mtx", "");
        using (CsrMatrix<double> written = pixels.ToSparseDevice(device))
        {
            MatrixMarketFile.Write(file.Path, written);
        }

        using CsrMatrix<double> sparse = MatrixMarketFile.ReadSparse<double>(file.Path, device);
        using SparseInterpolationResult<double> columns = InterpolativeDecomposition.Compute(sparse, 20, new InterpolationOptions { Seed = 1 });
        using SparseCurResult<double> cur = Cur.Compute(sparse, 20, new CurOptions { Seed = 1 });
        CurResult<Matrix<double>, Matrix<double>> dense = pixels.Cur(20, new CurOptions { Seed = 1, Device = device });

        Assert.Equal(dense.ColumnIndices, cur.ColumnIndices);
        Assert.Equal(dense.RowIndices, cur.RowIndices);
        Assert.Equal(dense.ColumnIndices, columns.Indices);
        Assert.DoesNotContain(cur.ColumnIndices, j => pixels.Column(j).AbsoluteMaximum() == 0);
        Assert.Equal(Matrix<double>.Build.DenseOfColumns(cur.ColumnIndices.Select(pixels.Column)), cur.C.ToMathNet());
        Assert.Equal(Matrix<double>.Build.DenseOfRows(cur.RowIndices.Select(pixels.Row)), cur.R.ToMathNet());

        // Columns and rows of strong rank-revealing factorisations leave at most √(1 + 4k(n - k)) of the best error each (Gu and Eisenstat 1996, theorem 3.2).
        double[] exact = [.. pixels.QR(QRMethod.Thin).R.Svd(computeVectors: false).S];
        double best = Math.Sqrt(exact.Skip(20).Sum(s => s * s));
        double error = (pixels - (cur.C.ToMathNet() * cur.U.ToMathNet() * cur.R.ToMathNet())).FrobeniusNorm();
        Assert.InRange(error, best, best * Math.Sqrt(2 + (4.0 * 20 * (64 - 20)) + (4.0 * 20 * (1797 - 20))));
        Assert.InRange(cur.ErrorEstimate / error, 1.0 / 3, 3);
    }

    private static Matrix<float> Picture() => Matrix<float>.Build.DenseOfArray(PgmFile.Read<float>(SampleData.PathOrSkip("china.pgm")));

    private static Matrix<double> Pixels() =>
        Matrix<double>.Build.DenseOfArray(CsvFile.Read<double>(SampleData.PathOrSkip("digits.csv.gz")).Values).SubMatrix(0, 1797, 0, 64);

    private static Matrix<double> Centered(Matrix<double> table)
    {
        Vector<double> means = table.ColumnSums() / table.RowCount;
        return Matrix<double>.Build.Dense(table.RowCount, table.ColumnCount, (i, j) => table[i, j] - means[j]);
    }

    /// <summary>Between the least error there can be (Eckart and Young 1936) and the expected one of a random basis, with an estimate within a factor of 3.</summary>
    private static void CheckError(double error, double estimate, double[] exact, int rank)
    {
        double best = Math.Sqrt(exact.Skip(rank).Sum(s => s * s) / exact.Sum(s => s * s));
        Assert.InRange(error, best * (1 - 1e-4), LargestError(exact, rank, RandomizedSvdOptions.Default.Oversampling));
        Assert.InRange(estimate / error, 1.0 / 3, 3);
    }

    /// <summary>
    /// The relative error that a basis of rank + p random columns leaves is in the root mean square at most √((1 + k/(q - 1))·Σ_{j > k} σ_j²) for each k + q =
    /// rank + p (Halko, Martinsson and Tropp 2011, theorem 10.5), and cutting it to the rank adds at most Σ_{j > rank} σ_j² to the square.
    /// Power iterations make it smaller.
    /// </summary>
    private static double LargestError(double[] exact, int rank, int oversampling)
    {
        double Tail(int count) => exact.Skip(count).Sum(s => s * s);
        double ofBasis = Enumerable.Range(2, rank + oversampling - 2).Min(q => (1 + ((rank + oversampling - q) / (q - 1.0))) * Tail(rank + oversampling - q));
        return Math.Sqrt((ofBasis + Tail(rank)) / Tail(0));
    }

    private static double Squared(double value) => value * value;
}
