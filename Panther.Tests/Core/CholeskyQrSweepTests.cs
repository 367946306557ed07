using System.Numerics;
using Panther.Core;

namespace Panther.Tests.Core;

/// <summary>
/// CQRRPT on every kind of matrix that is hard for it. PANTHER_QR_SEEDS asks for more seeds than the few of an ordinary run, and for larger shapes with
/// them: docs/cholesky-qr.md has what 200 gave. PANTHER_QR_DEVICE names another device than the CPU.
/// </summary>
public sealed class CholeskyQrSweepTests
{
    private static readonly int? WantedSeeds = int.TryParse(Environment.GetEnvironmentVariable("PANTHER_QR_SEEDS"), out int seeds) ? seeds : null;

    private static readonly string DeviceKind = Environment.GetEnvironmentVariable("PANTHER_QR_DEVICE") ?? "cpu";

    public static TheoryData<string> Kinds { get; } = [.. QrMatrix.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Compute_HardMatrices_KeepsItsBounds_Double(string kind) => Sweep<double>(kind, [1, 1e3, 1e8, 1e12, 1e15]);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Compute_HardMatrices_KeepsItsBounds_Single(string kind) => Sweep<float>(kind, [1, 1e3, 1e6]);

    private static void Sweep<T>(string kind, double[] conditions)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int Rows, int Columns)[] shapes = WantedSeeds is null ? [(40, 1), (60, 7), (150, 20), (70, 33), (34, 33)] : [(40, 1), (60, 7), (150, 20), (20, 20), (70, 33), (34, 33), (400, 50)];
        var worst = new Worst();
        foreach ((int rows, int columns) in shapes)
        {
            foreach (double condition in QrMatrix.HasCondition(kind) ? conditions : [1])
            {
                for (int seed = 0; seed < (WantedSeeds ?? 3); seed++)
                {
                    T[,] a = SpectrumMatrix.Convert(QrMatrix.Create(kind, rows, columns, condition, seed), T.CreateTruncating);
                    Check(kind, a, seed, $"{kind} {typeof(T).Name} {rows}x{columns} condition {condition:g2} seed {seed}", worst);
                }
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{kind} {typeof(T).Name}: {worst}");
    }

    /// <summary>
    /// The bounds that the method is held to: 50·n·eps for orthogonality and reconstruction, a diagonal within 10·n of the singular values, and so a rank
    /// between the numbers of singular values above 10·n and above 1/(10·n) times the tolerance.
    /// </summary>
    private static void Check<T>(string kind, T[,] a, int seed, string what, Worst worst)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int n = a.GetLength(1);
        double bound = 50 * n * double.CreateChecked(T.BitIncrement(T.One) - T.One);
        CholeskyQrResult<T[,]> result = CholeskyQr.Compute(a, new CholeskyQrOptions { Seed = (ulong)seed, Device = TestDevice.Get(DeviceKind) });
        QrQuality quality = QrQuality.Of(a, result.Q, result.R, result.Permutation);
        double ratio = 1;
        for (int i = 0; i < result.Rank; i++)
        {
            ratio = Math.Max(ratio, Math.Max(quality.Diagonal[i] / quality.SingularValues[i], quality.SingularValues[i] / quality.Diagonal[i]));
        }

        worst.Orthogonality = Math.Max(worst.Orthogonality, quality.Orthogonality / bound);
        worst.Reconstruction = Math.Max(worst.Reconstruction, quality.Reconstruction / bound);
        worst.Diagonal = Math.Max(worst.Diagonal, ratio / (10 * n));
        worst.Methods[(int)result.Method]++;
        Assert.True(quality.Orthogonality <= bound, $"{what}: orthogonality {quality.Orthogonality:g3}");
        Assert.True(quality.Reconstruction <= bound, $"{what}: reconstruction {quality.Reconstruction:g3}");
        Assert.True(ratio <= 10 * n, $"{what}: diagonal off by {ratio:g3}");
        Assert.InRange(result.Rank, quality.ValuesAbove(10 * n * result.RankTolerance), quality.ValuesAbove(result.RankTolerance / (10 * n)));
        if (QrMatrix.Rank(kind, n) is { } rank)
        {
            Assert.True(result.Rank == rank, $"{what}: rank {result.Rank} instead of {rank}");
        }
    }

    private sealed class Worst
    {
        public double Orthogonality { get; set; }

        public double Reconstruction { get; set; }

        public double Diagonal { get; set; }

        public int[] Methods { get; } = new int[4];

        public override string ToString() =>
            $"of the bounds: orthogonality {Orthogonality:f3}, reconstruction {Reconstruction:f3}, diagonal {Diagonal:f3}; methods {string.Join("/", Methods)}";
    }
}
