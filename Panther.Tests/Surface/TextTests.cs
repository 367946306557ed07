using MathNet.Numerics.LinearAlgebra;
using Panther.Core;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using NumericsTensor = System.Numerics.Tensors.Tensor;

namespace Panther.Tests.Surface;

/// <summary>What logs and debuggers show: results say their sizes and errors, and what was disposed says what it was.</summary>
public sealed class TextTests
{
    private static readonly Device Cpu = TestDevice.Get("cpu");

    private static readonly float[,] A = Columns();

    [Fact]
    public void ToString_ResultOfArrays_HasSizesAndError()
    {
        RandomizedSvdResult<float[,], float[]> svd = RandomizedSvd.Compute(A, 2, new RandomizedSvdOptions { Device = Cpu });

        Assert.Equal(FormattableString.Invariant($"SVD of rank 2: U 6×2, V 3×2, relative error about {svd.RelativeErrorEstimate:G3}"), svd.ToString());
    }

    [Fact]
    public void ToString_ResultsOfOtherMatrices_HaveTheSameSizes()
    {
        Matrix<float> matrix = Matrix<float>.Build.DenseOfArray(A);
        System.Numerics.Tensors.Tensor<float> tensor = NumericsTensor.Create([.. A.Cast<float>()], [6, 3]);
        using DeviceMatrix<float> dense = DeviceMatrix<float>.Create(Cpu, A);
        using CsrMatrix<float> sparse = matrix.ToSparseDevice(Cpu);
        var options = new CurOptions { Device = Cpu };
        using DeviceCurResult<float> ofDense = Cur.Compute(dense, 2, options);
        using SparseCurResult<float> ofSparse = Cur.Compute(sparse, 2, options);

        Assert.All(
            [Cur.Compute(A, 2, options), matrix.Cur(2, options), tensor.Cur(2, options), ofDense, (object)ofSparse],
            result => Assert.StartsWith("CUR decomposition: C 6×2, U 2×2, R 2×3, relative error about ", result.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void ToString_Factorisations_HaveSizes()
    {
        float[,] square = { { 2, 1, 0 }, { 1, 3, 1 }, { 0, 1, 4 } };
        (object Result, string Text)[] texts =
        [
            (TallQr.Compute(A, new TallQrOptions { Device = Cpu }), "QR: Q 6×3, R 3×3, orthogonality error about "),
            (CholeskyQr.Compute(A, new CholeskyQrOptions { Device = Cpu }), "pivoted QR of rank 3: Q 6×3, R 3×3, orthogonality error about "),
            (PivotedQr.Compute(A, new PivotedQrOptions { Device = Cpu }), "pivoted QR of rank 3: Q 6×3, R 3×3, orthogonality error about "),
            (InterpolativeDecomposition.Compute(A, 2, new InterpolationOptions { Device = Cpu }), "interpolative decomposition of rank 2: skeleton 6×2, coefficients 2×3, relative error about "),
            (RandomizedEigen.Compute(square, 2, new RandomizedEigenOptions { Device = Cpu }), "eigendecomposition of rank 2: vectors 3×2, relative error about "),
            (PivotedCholesky.Compute(square, 2, new PivotedCholeskyOptions { Device = Cpu }), "pivoted Cholesky of rank 2: factor 3×2, "),
            (LeverageScores.Compute(A, new LeverageScoresOptions { Device = Cpu }), "6 leverage scores: rank 3, coherence "),
        ];

        Assert.All(texts, text => Assert.StartsWith(text.Text, text.Result.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void ToString_Solutions_HaveSizesAndErrors()
    {
        float[] b = [1, 2, 3, 4, 5, 6];
        var options = new LeastSquaresOptions { Device = Cpu };

        Assert.StartsWith("least squares: solution 3, rank 3, condition about ", LeastSquares.Solve(A, b, options).ToString(), StringComparison.Ordinal);
        Assert.StartsWith(
            "least squares: solution 3, rank 3, condition about ",
            Matrix<float>.Build.DenseOfArray(A).SolveLeastSquares(Vector<float>.Build.DenseOfArray(b), options).ToString(),
            StringComparison.Ordinal);
        Assert.StartsWith("ridge regression: solution 3, lambda 0.5, condition about ", RidgeRegression.Solve(A, b, 0.5, options).ToString(), StringComparison.Ordinal);
        Assert.StartsWith(
            "conjugate gradients: solution 2, converged after ",
            ConjugateGradient.Solve(new float[,] { { 2, 0 }, { 0, 2 } }, [1f, 1f], new ConjugateGradientOptions { Device = Cpu }).ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Use_Disposed_NamesWhatItWas()
    {
        using DeviceMatrix<float> matrix = DeviceMatrix<float>.Create(Cpu, A);
        using CsrMatrix<float> sparse = Matrix<float>.Build.DenseOfArray(A).ToSparseDevice(Cpu);
        using DeviceBuffer<int> buffer = Cpu.Allocate<int>([1, 2]);
        ArrayView<int> view = buffer.View;
        matrix.Dispose();
        sparse.Dispose();
        buffer.Dispose();

        Assert.Equal($"DeviceMatrix<Single> 6×3 on {Cpu.Id}", Name(() => matrix.ToArray()));
        Assert.Equal($"CsrMatrix<Single> 6×3 of 18 elements on {Cpu.Id}", Name(() => sparse.ToArray()));
        Assert.Equal($"DeviceBuffer<Int32> of 2 elements on {Cpu.Id}", Name(() => _ = buffer.View));
        Assert.Equal("ArrayView<Int32>", Name(() => _ = view[0]));
    }

    private static string Name(Action act) => Assert.Throws<ObjectDisposedException>(act).ObjectName;

    // Three columns that are independent, without a zero.
    private static float[,] Columns()
    {
        var a = new float[6, 3];
        for (int i = 0; i < 6; i++)
        {
            a[i, 0] = 1;
            a[i, 1] = i + 1;
            a[i, 2] = (i + 1) * (i + 1);
        }

        return a;
    }
}
