using FsCheck;
using FsCheck.Fluent;
using Panther.Core;

namespace Panther.Tests.Core;

public sealed class RandomizedSvdProperties
{
    private static readonly Config Deterministic = Config.QuickThrowOnFailure.WithMaxTest(40).WithReplay(2011, 53);

    /// <summary>A power of two costs no digit: it is taken out of the matrix exactly, so nothing but the values may change.</summary>
    [Theory]
    [InlineData("cpu")]
    [InlineData("cuda")]
    [InlineData("opencl")]
    public void Compute_ScaledByAPowerOfTwo_ScalesTheValuesExactly(string deviceName)
    {
        var options = new RandomizedSvdOptions { Device = TestDevice.Get(deviceName), PowerIterations = 1 };
        Arbitrary<(int Rows, int Columns, int Exponent)> cases = Arb.From(
            from rows in Gen.Choose(1, 40)
            from columns in Gen.Choose(1, 40)
            from exponent in Gen.Choose(-100, 100)
            select (rows, columns, exponent));

        Check.One(Deterministic, Prop.ForAll(cases, c => ScalesExactly(c.Rows, c.Columns, c.Exponent, options)));
    }

    private static bool ScalesExactly(int rows, int columns, int exponent, RandomizedSvdOptions options)
    {
        int rank = (Math.Min(rows, columns) + 1) / 2;
        double[] values = [.. Enumerable.Range(0, Math.Min(rows, columns)).Select(i => 1.0 / (i + 1))];
        double[,] matrix = SpectrumMatrix.Create(rows, columns, values, seed: (rows * 41) + columns);
        double[,] scaled = SpectrumMatrix.Convert(matrix, v => Math.ScaleB(v, exponent));

        RandomizedSvdResult<double[,], double[]> plain = RandomizedSvd.Compute(matrix, rank, options);
        RandomizedSvdResult<double[,], double[]> result = RandomizedSvd.Compute(scaled, rank, options);

        return result.S.SequenceEqual(plain.S.Select(s => Math.ScaleB(s, exponent)))
            && result.U.Cast<double>().SequenceEqual(plain.U.Cast<double>())
            && result.V.Cast<double>().SequenceEqual(plain.V.Cast<double>());
    }
}
