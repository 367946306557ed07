using System.Runtime.InteropServices;
using Quickstart.Input;

namespace Panther.Tests.Samples;

/// <summary>Damaged files either still hold a matrix or are rejected with <see cref="InvalidDataException"/>; nothing else may happen.</summary>
public sealed class MatrixFileFuzzTests
{
    private const int MutationsPerSeed = 400;

    private static readonly float[] Values = [.. Enumerable.Range(0, 48).Select(i => i / 47f)];

    public static TheoryData<string, byte[]> Seeds => new()
    {
        { "f4.npy", MatrixBytes.Npy(1, MatrixBytes.NpyHeader("<f4", false, "(6, 8)"), MemoryMarshal.AsBytes<float>(Values)) },
        { "i2.npy", MatrixBytes.Npy(2, MatrixBytes.NpyHeader(">i2", true, "(6, 8)"), new byte[96]) },
        { "f8.npy", MatrixBytes.Npy(3, MatrixBytes.NpyHeader("<f8", true, "(3, 2)"), new byte[48]) },
        { "table.csv", MatrixBytes.Text("a,b,c\n1.5,2,3e-3\n-4,5,6\n7,8,9\n") },
        { "table.csv.gz", MatrixBytes.Gzip(MatrixBytes.Text("1,2,3\n4,5,6\n7,8,9\n")) },
        { "plain.pgm", MatrixBytes.Text("P2\n# comment\n4 3\n15\n0 1 2 3\n4 5 6 7\n8 9 10 15\n") },
        { "raw8.pgm", MatrixBytes.Pgm("P5\n4 3\n255\n", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 255]) },
        { "raw16.pgm.gz", MatrixBytes.Gzip(MatrixBytes.Pgm("P5 2 2 1000\n", [0, 1, 2, 3, 1, 1, 3, 232])) },
    };

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Read_MutatedFile_GivesMatrixOrInvalidData(string name, byte[] file)
    {
        var random = new Random(20240607);
        MatrixFile.Read(new MemoryStream(file), name);
        for (int i = 0; i < MutationsPerSeed; i++)
        {
            byte[] mutant = Mutated(file, random);
            try
            {
                HostMatrix matrix = MatrixFile.Read(new MemoryStream(mutant), name);
                Assert.True(matrix.Rows > 0 && matrix.Columns > 0);
                Assert.Equal(matrix.Values.Length, matrix.Rows * matrix.Columns);
            }
            catch (Exception e) when (e is not InvalidDataException)
            {
                Assert.Fail($"mutation {i} of {name}, {Convert.ToHexString(mutant)}: {e}");
            }
            catch (InvalidDataException)
            {
                // The documented outcome.
            }
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
                    mutant.Insert(at, (byte)"0123456789 ,-#'().\n"[random.Next(19)]);
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
}
