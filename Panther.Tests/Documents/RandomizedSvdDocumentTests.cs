using Panther.Core;
using Panther.Jit.Runtime;
using Panther.Tests.Core;

namespace Panther.Tests.Documents;

/// <summary>The code that docs/randomized-svd.md shows.</summary>
public sealed class RandomizedSvdDocumentTests
{
    private static readonly double[] Spectrum = [.. Enumerable.Range(0, 80).Select(i => Math.Pow(0.8, i))];

    [Fact]
    public void Example_OfTheDocument_DecomposesAsItSays()
    {
        double[,] values = SpectrumMatrix.Create(300, 80, Spectrum, 1);
        double[,] covariance = new double[80, 80];
        for (int i = 0; i < 80; i++)
        {
            covariance[i, i] = Spectrum[i];
        }

        // Twenty singular values; then as many as leave 1 % of the norm.
        RandomizedSvdResult<double[,], double[]> svd = RandomizedSvd.Compute(values, rank: 20, new RandomizedSvdOptions { Seed = 1 });
        double error = svd.RelativeErrorEstimate;              // of U diag(S) Vᵀ
        int enough = RandomizedSvd.Compute(values, tolerance: 0.01).Rank;

        // The same number of passes, a smaller error.
        RandomizedSvdResult<double[,], double[]> krylov = BlockKrylovSvd.Compute(values, rank: 20);

        // Eigenvalues of a covariance.
        RandomizedEigenResult<double[,], double[]> eigen = RandomizedEigen.Compute(covariance, rank: 5, new RandomizedEigenOptions { IsPositiveSemidefinite = true });

        double best = Math.Pow(0.8, 20);
        Assert.InRange(error, best / 2, 2 * best);
        Assert.InRange(krylov.RelativeErrorEstimate, best / 2, 2 * best);
        Assert.Equal(21, enough, tolerance: 1);

        // Two power iterations leave about (σ₁₆ / σᵢ)⁵ of the error, times the number of columns.
        Assert.All(eigen.Values.Zip(Spectrum), pair => Assert.Equal(pair.Second, pair.First, tolerance: 1e-4));
    }

    [Fact]
    public void Operators_OfTheDocument_DecomposeAsItSays()
    {
        Device device = Device.Default;
        using DeviceMatrix<double> b = DeviceMatrix<double>.Create(device, SpectrumMatrix.Create(90, 4, [1, 1, 1, 1], 2));
        using DeviceMatrix<double> c = DeviceMatrix<double>.Create(device, SpectrumMatrix.Create(4, 70, [4, 3, 2, 1], 3));

        using DeviceSvdResult<double> composed = RandomizedSvd.Compute(new Composition(b, c), rank: 4);

        Assert.All(composed.S.Zip(new double[] { 4, 3, 2, 1 }), pair => Assert.Equal(pair.Second, pair.First, tolerance: 1e-12));
        Assert.InRange(composed.RelativeErrorEstimate, 0, 1e-12);
        Assert.Equal(Math.Sqrt(30), composed.FrobeniusNorm, tolerance: 3);
    }

    [Fact]
    public void Batches_OfTheDocument_DecomposeAsTheySay()
    {
        double[,] values = SpectrumMatrix.Create(300, 80, [6, 5, 4, 3, 2, 1], 4);
        DeviceMatrix<double>[] batches = [.. Enumerable.Range(0, 3).Select(i =>
        {
            var rows = new double[100, 80];
            Array.Copy(values, i * rows.Length, rows, 0, rows.Length);
            return DeviceMatrix<double>.Create(Device.Default, rows);
        })];

        using var stream = new StreamingSvd<double>(rows: 300, columns: 80, rank: 6);
        foreach (DeviceMatrix<double> batch in batches)
        {
            stream.Append(batch);
        }

        using DeviceSvdResult<double> once = stream.Compute();

        Assert.All(once.S.Zip(new double[] { 6, 5, 4, 3, 2, 1 }), pair => Assert.Equal(pair.Second, pair.First, tolerance: 1e-9));
        Array.ForEach(batches, batch => batch.Dispose());
    }

    /// <summary>B·C, which is never formed.</summary>
    private sealed class Composition(DeviceMatrix<double> b, DeviceMatrix<double> c) : ILinearOperator<double>
    {
        public long Rows => b.Rows;

        public long Columns => c.Columns;

        public Device Device => b.Device;

        public void Multiply(DeviceMatrix<double> panel, DeviceMatrix<double> destination)
        {
            using DeviceMatrix<double> inner = DeviceMatrix<double>.Allocate(Device, c.Rows, panel.Columns);
            c.Multiply(panel, inner);
            b.Multiply(inner, destination);
        }

        public void MultiplyTransposed(DeviceMatrix<double> panel, DeviceMatrix<double> destination)
        {
            using DeviceMatrix<double> inner = DeviceMatrix<double>.Allocate(Device, b.Columns, panel.Columns);
            b.MultiplyTransposed(panel, inner);
            c.MultiplyTransposed(inner, destination);
        }
    }
}
