using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using Panther.Core;

namespace Panther.Tests.Files;

/// <summary>
/// Damaged files either still hold a matrix or are rejected with <see cref="InvalidDataException"/>, without memory that they do not hold; nothing else may
/// happen. PANTHER_FUZZ_FILES sets how many are tried in all (100,000), PANTHER_FUZZ_SEED the seed (1).
/// </summary>
public sealed class MatrixFileFuzzTests
{
    private const int UsualCount = 100_000;

    // What readers hold whatever the file: buffers of streams, of lines and of the decompressor. Larger claims of the file count as limits, set below.
    private const long MostBytes = 2_000_000;

    private static readonly MatrixFileLimits Limits = new() { MaximumElements = 20_000, MaximumExpandedBytes = 160_000 };

    private static readonly float[] Values = [.. Enumerable.Range(0, 48).Select(i => i / 47f)];

    private static readonly byte[] Npy = MatrixBytes.Npy(1, MatrixBytes.NpyHeader("<f4", false, "(6, 8)"), MemoryMarshal.AsBytes<float>(Values));

    private static readonly (string Name, byte[] File)[] Originals =
    [
        ("f4.npy", Npy),
        ("i2.npy", MatrixBytes.Npy(2, MatrixBytes.NpyHeader(">i2", true, "(6, 8)"), new byte[96])),
        ("f8.npy", MatrixBytes.Npy(3, MatrixBytes.NpyHeader("<f8", true, "(3, 2)"), new byte[48])),
        ("f4.npy.gz", MatrixBytes.Gzip(Npy)),
        ("packed.npz", MatrixBytes.Zip(CompressionLevel.Optimal, ("a.npy", Npy))),
        ("stored.npz", MatrixBytes.Zip(CompressionLevel.NoCompression, ("a.npy", Npy), ("b.npy", Npy))),
        ("table.csv", MatrixBytes.Text("a,\"b \"\"b\"\"\",c\n1.5,2,3e-3\n-4,\"5\",6\n7,8,9\n")),
        ("table.csv.gz", MatrixBytes.Gzip(MatrixBytes.Text("1,2,3\n4,5,6\n7,8,9\n"))),
        ("sparse.mtx", MatrixBytes.Text("%%MatrixMarket matrix coordinate real general\n% note\n4 5 4\n1 1 1.5\n2 5 -2\n4 4 3e2\n4 1 7\n")),
        ("symmetric.mtx", MatrixBytes.Text("%%MatrixMarket matrix coordinate integer symmetric\n3 3 3\n1 1 1\n2 1 -2\n3 3 3\n")),
        ("skew.mtx", MatrixBytes.Text("%%MatrixMarket matrix array real skew-symmetric\n3 3\n1\n2\n3\n")),
        ("dense.mtx", MatrixBytes.Text("%%MatrixMarket matrix array real general\n2 3\n1\n2\n3\n4\n5\n6\n")),
        ("plain.pgm", MatrixBytes.Text("P2\n# comment\n4 3\n15\n0 1 2 3\n4 5 6 7\n8 9 10 15\n")),
        ("raw8.pgm", MatrixBytes.Pgm("P5\n4 3\n255\n", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 255])),
        ("raw16.pgm.gz", MatrixBytes.Gzip(MatrixBytes.Pgm("P5 2 2 1000\n", [0, 1, 2, 3, 1, 1, 3, 232]))),
    ];

    public static TheoryData<string> Names => [.. Originals.Select(original => original.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_MutatedFile_GivesMatrixOrInvalidData(string name)
    {
        byte[] file = Originals.Single(original => original.Name == name).File;
        var random = new Random(Setting("PANTHER_FUZZ_SEED", 1));
        int count = (Setting("PANTHER_FUZZ_FILES", UsualCount) + Originals.Length - 1) / Originals.Length;
        Read(file, name);
        for (int i = 0; i < count; i++)
        {
            byte[] mutant = Mutated(file, random);
            if (FindProblem(mutant, name) is { } problem)
            {
                Assert.Fail($"mutation {i} of {name}, {Convert.ToHexString(mutant)}: {problem}");
            }
        }
    }

    private static string? FindProblem(byte[] mutant, string name)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            Read(mutant, name);
        }
        catch (InvalidDataException)
        {
            // The documented outcome.
        }
        catch (Exception e)
        {
            return e.ToString();
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return allocated <= MostBytes ? null : $"{allocated} bytes were allocated";
    }

    private static void Read(byte[] file, string name)
    {
        bool canSeek = file.Length % 2 == 0;
        using Stream stream = canSeek ? new MemoryStream(file) : new ForwardStream(file);
        if (name.StartsWith("sparse", StringComparison.Ordinal))
        {
            using CsrMatrix<float> sparse = MatrixMarketFile.ReadSparse<float>(stream, TestDevice.Get("cpu"), Limits);
            Assert.True(sparse.Rows > 0 && sparse.Columns > 0);
        }
        else if (name.EndsWith(".npz", StringComparison.Ordinal))
        {
            Assert.All(NpzFile.Read<float>(stream, Limits).Values, matrix => Assert.NotEmpty(matrix));
        }
        else
        {
            Assert.NotEmpty(MatrixFile.Read<double>(stream, name, Limits));
        }
    }

    private static byte[] Mutated(byte[] file, Random random)
    {
        var mutant = new List<byte>(file);
        for (int edits = random.Next(1, 5); edits > 0 && mutant.Count > 0; edits--)
        {
            int at = random.Next(mutant.Count);
            switch (random.Next(6))
            {
                case 0:
                    mutant[at] = (byte)random.Next(256);
                    break;
                case 1:
                    mutant[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    mutant.Insert(at, (byte)"0123456789 ,-#'().\n\"%e"[random.Next(22)]);
                    break;
                case 3:
                    mutant.RemoveAt(at);
                    break;
                case 4:
                    mutant.RemoveRange(at, mutant.Count - at);
                    break;
                default:
                    mutant.InsertRange(at, mutant.GetRange(at, random.Next(mutant.Count - at)));
                    break;
            }
        }

        return [.. mutant];
    }

    private static int Setting(string name, int usual) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : usual;
}
