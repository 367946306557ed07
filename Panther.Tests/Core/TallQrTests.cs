using System.Numerics;
using Panther.Core;
using Panther.Jit.Runtime;

namespace Panther.Tests.Core;

public sealed class TallQrTests
{
    public static TheoryData<string, int, int> Shapes()
    {
        var data = new TheoryData<string, int, int>();
        foreach ((int rows, int columns) in new[] { (1, 1), (33, 1), (32, 32), (443, 33), (300, 129) })
        {
            data.Add("cpu", rows, columns);
            data.Add("cuda", rows, columns);
        }

        data.Add("opencl", 200, 33);
        return data;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Compute_GaussianInEveryLayout_IsSound(string device, int rows, int columns)
    {
        Check<float>(TestDevice.Get(device), rows, columns);
        if (device != "opencl")
        {
            Check<double>(TestDevice.Get(device), rows, columns);
        }
    }

    /// <summary>Up to where the columns are dependent to working precision, and beyond; the bounds are those of <see cref="CholeskyQrTests"/>.</summary>
    [Fact]
    public void Compute_EveryKindOfMatrix_IsOrthonormalAndReconstructs()
    {
        foreach (string kind in QrMatrix.Kinds)
        {
            foreach (double condition in QrMatrix.HasCondition(kind) ? new[] { 1, 1e6, 1e12, 1e15 } : [1])
            {
                double[,] a = QrMatrix.Create(kind, 150, 20, condition, seed: 1);
                TallQrResult<double[,]> result = TallQr.Compute(a, OnCpu);
                AssertSound(a, result.Q, result.R, $"{kind} {condition:g2} {result.Method}");
                Assert.InRange(result.OrthogonalityError, 0, 50 * 20 * 2.3e-16);
                Assert.InRange(result.ReconstructionError, 0, 50 * 20 * 2.3e-16);
            }
        }
    }

    [Fact]
    public void Compute_DependentColumns_FallsBackOnReflectionsAndSaysSo()
    {
        double[,] a = QrMatrix.Create("duplicates", 90, 10, 1, seed: 2);
        TallQrResult<double[,]> result = TallQr.Compute(a, OnCpu);
        Assert.Equal(CholeskyQrMethod.Householder, result.Method);
        AssertSound(a, result.Q, result.R, "duplicates");
    }

    [Theory]
    [InlineData(1e4, true)]
    [InlineData(1e10, false)]
    public void Compute_MixedPrecision_IsAsAccurateAndGivesWayWhereItMust(double condition, bool expected)
    {
        double[,] a = QrMatrix.Create("condition", 400, 30, condition, seed: 3);
        TallQrResult<double[,]> result = TallQr.Compute(a, OnCpu with { MixedPrecision = true });
        Assert.Equal(expected, result.IsMixedPrecision);
        AssertSound(a, result.Q, result.R, $"{condition:g2}");
    }

    [Fact]
    public void Compute_ZeroMatrix_GivesOrthonormalColumns()
    {
        TallQrResult<double[,]> result = TallQr.Compute(new double[20, 3], OnCpu);
        Assert.All(result.R.Cast<double>(), value => Assert.Equal(0, value));
        Assert.InRange(result.OrthogonalityError, 0, 1e-14);
        Assert.Equal(0, result.ReconstructionError);
    }

    [Fact]
    public void Compute_BadInput_ThrowsWhatIsDocumented()
    {
        Assert.Throws<ArgumentNullException>(() => TallQr.Compute((double[,])null!));
        Assert.Throws<ArgumentException>(() => TallQr.Compute(new double[3, 4], OnCpu));
        Assert.Throws<ArgumentException>(() => TallQr.Compute(new double[3, 0], OnCpu));
        Assert.Throws<ArgumentException>(() => TallQr.Compute(new double[,] { { 1 }, { double.NaN } }, OnCpu));
        Assert.Throws<NotSupportedException>(() => TallQr.Compute(new Half[3, 2], OnCpu));
        Assert.Throws<ArgumentOutOfRangeException>(() => TallQr.Compute(new double[3, 2], OnCpu with { Oversampling = 0.5 }));
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => TallQr.Compute(new double[3, 2], OnCpu, null, source.Token));
        DeviceMatrix<double> disposed = DeviceMatrix<double>.Create(TestDevice.Get("cpu"), new double[3, 2]);
        disposed.Dispose();
        Assert.Throws<ObjectDisposedException>(() => TallQr.Compute(disposed));
    }

    private static TallQrOptions OnCpu => new() { Device = TestDevice.Get("cpu") };

    private static void Check<T>(Device device, int rows, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[,] a = SpectrumMatrix.Convert(QrMatrix.Create("gaussian", rows, columns, 1, seed: rows), T.CreateTruncating);
        foreach (MatrixLayout layout in Enum.GetValues<MatrixLayout>())
        {
            using DeviceMatrix<T> matrix = QrMatrix.OnDevice(device, a, layout);
            using DeviceTallQrResult<T> result = TallQr.Compute(matrix);
            Assert.Equal(layout, result.Q.Layout);
            AssertSound(a, result.Q.ToArray(), result.R.ToArray(), $"{layout}");
        }
    }

    private static void AssertSound<T>(T[,] a, T[,] q, T[,] r, string what)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int n = a.GetLength(1);
        double bound = 50 * n * double.CreateChecked(T.BitIncrement(T.One) - T.One);
        QrQuality quality = QrQuality.Of(a, q, r, [.. Enumerable.Range(0, n)]);
        Assert.True(quality.Orthogonality <= bound, $"{what}: orthogonality {quality.Orthogonality:g3}");
        Assert.True(quality.Reconstruction <= bound, $"{what}: reconstruction {quality.Reconstruction:g3}");
        for (int i = 0; i < n; i++)
        {
            Assert.True(r[i, i] >= T.Zero);
            for (int j = 0; j < i; j++)
            {
                Assert.Equal(T.Zero, r[i, j]);
            }
        }
    }
}
