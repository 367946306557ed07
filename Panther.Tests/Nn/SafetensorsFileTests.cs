using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Panther.Jit.Runtime;
using Panther.Nn;
using Panther.Tests.Samples;

namespace Panther.Tests.Nn;

public sealed class SafetensorsFileTests
{
    [Theory]
    [InlineData("F64", 8)]
    [InlineData("F32", 4)]
    [InlineData("F16", 2)]
    [InlineData("BF16", 2)]
    [InlineData("I64", 8)]
    [InlineData("U64", 8)]
    [InlineData("I32", 4)]
    [InlineData("U32", 4)]
    [InlineData("I16", 2)]
    [InlineData("U16", 2)]
    [InlineData("I8", 1)]
    [InlineData("U8", 1)]
    [InlineData("BOOL", 1)]
    public void Read_EachElementType_GivesItsNumbers(string type, int size)
    {
        // Written by hand from the definition of the format; 0 and 1 are numbers of all types.
        byte[] one = type switch
        {
            "F64" => BitConverter.GetBytes(1.0),
            "F32" => BitConverter.GetBytes(1f),
            "F16" => BitConverter.GetBytes((Half)1),
            "BF16" => [0x80, 0x3F],
            _ => [1, .. new byte[size - 1]],
        };
        using var temporary = new TemporaryFile(".safetensors", File($$$"""{"a":{"dtype":"{{{type}}}","shape":[2],"data_offsets":[0,{{{2 * size}}}]}}  """, [.. new byte[size], .. one]));
        using SafetensorsFile file = SafetensorsFile.Open(temporary.Path);
        Assert.Equal([0.0, 1.0], file.Read<double>("a"));
        Assert.Equal([0f, 1f], file.Read<float>("a"));
        Assert.Equal(new SafetensorsEntry("a", type, [2], 0, 2 * size), file.Entries["a"]);
        Assert.Throws<KeyNotFoundException>(() => file.Read<float>("b"));
        Assert.Throws<ArgumentException>(() => file.Read<float>("a", new float[3]));
    }

    [Fact]
    public void Read_MoreThanABlock_RoundsToNearest()
    {
        double[] values = GradientCheck.Values([20_001], 1);
        using var temporary = new TemporaryFile(
            ".safetensors",
            File("""{"__metadata__":{"by":"hand"},"e":{"dtype":"F64","shape":[3,0],"data_offsets":[0,0]},"s":{"data_offsets":[0,160008],"dtype":"F64","shape":[20001]}}""", MemoryMarshal.AsBytes<double>(values)));
        using SafetensorsFile file = SafetensorsFile.Open(temporary.Path);
        Assert.Equal(values, file.Read<double>("s"));
        Assert.Equal([.. values.Select(v => (float)v)], file.Read<float>("s"));
        Assert.Empty(file.Read<float>("e"));
        Assert.Equal("hand", file.Metadata["by"]);
    }

    [Fact]
    public void Write_Tensors_AreReadBackAndAligned()
    {
        Device device = TestDevice.Get("cpu");
        using var temporary = new TemporaryFile(".safetensors", "old");
        using Tensor<double> a = Tensor<double>.Create(device, [1, double.NaN, -0.0, double.Epsilon, 1e300, double.NegativeInfinity], [2, 3]);
        using Tensor<double> transposed = a.Transpose();
        using Tensor<double> scalar = Tensor<double>.Create(device, [7], []);
        SafetensorsFile.Write<double>(temporary.Path, [new("ä\"", transposed), new("s", scalar)], new Dictionary<string, string> { ["format"] = "x" });
        using (SafetensorsFile file = SafetensorsFile.Open(temporary.Path))
        {
            Assert.Equal([3, 2], file.Entries["ä\""].Shape);
            Assert.Equal(transposed.ToArray(), file.Read<double>("ä\""));
            Assert.Equal([7], file.Read<double>("s"));
            Assert.Equal("x", file.Metadata["format"]);
        }

        Assert.Equal(0, BinaryPrimitives.ReadInt64LittleEndian(System.IO.File.ReadAllBytes(temporary.Path)) % 8);
        Assert.Throws<ArgumentException>(() => SafetensorsFile.Write<double>(temporary.Path, [new("s", scalar), new("s", scalar)]));
        Assert.Throws<ArgumentException>(() => SafetensorsFile.Write<double>(temporary.Path, [new("__metadata__", scalar)]));
    }

    [Theory]
    [InlineData("""[]""", 0, "no JSON object")]
    [InlineData("""{"a":""", 0, "no valid JSON")]
    [InlineData("""{"a":1}""", 0, "'a'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "twice")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"\u0061":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "twice")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "no valid JSON")]
    [InlineData("""{"a":{"dtype":"F31","shape":[1],"data_offsets":[0,4]}}""", 4, "F31")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", 4, "shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "cannot have 4 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967296,4294967296,4],"data_offsets":[0,4]}}""", 4, "63 bits")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904],"data_offsets":[0,4]}}""", 4, "63 bits")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1],"data_offsets":[0,4]}}""", 4, "9 dimensions")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4, "data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":1}}""", 4, "not just")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 3, "take 4 bytes, but 3")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 5, "take 4 bytes, but 5")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "hole")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12, "overlap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "overlap")]
    [InlineData("""{"__metadata__":{"a":1}}""", 0, "no string")]
    public void Open_WrongHeader_SaysWhatIsWrong(string header, int dataBytes, string expected)
    {
        using var temporary = new TemporaryFile(".safetensors", File(header, new byte[dataBytes]));
        InvalidDataException e = Assert.Throws<InvalidDataException>(() => SafetensorsFile.Open(temporary.Path));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100_000_001, "at most")]
    [InlineData(-1, "at most")]
    [InlineData(3, "only 2")]
    public void Open_WrongLengthOfHeader_SaysSo(long length, string expected)
    {
        byte[] bytes = File("{}", []);
        BinaryPrimitives.WriteInt64LittleEndian(bytes, length);
        using var temporary = new TemporaryFile(".safetensors", bytes);
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => SafetensorsFile.Open(temporary.Path)).Message, StringComparison.Ordinal);
        System.IO.File.WriteAllBytes(temporary.Path, new byte[7]);
        Assert.Throws<InvalidDataException>(() => SafetensorsFile.Open(temporary.Path));
    }

    /// <summary>PANTHER_FUZZ_FILES sets how many are tried (5,000), PANTHER_FUZZ_SEED the seed (1).</summary>
    [Fact]
    public void Read_MutatedFile_GivesTensorsOrInvalidData()
    {
        byte[] original = File(
            """{"__metadata__":{"a":"b"},"w":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"b":{"dtype":"BF16","shape":[4],"data_offsets":[24,32]},"n":{"dtype":"I64","shape":[],"data_offsets":[32,40]}}""",
            new byte[40]);
        var random = new Random(Setting("PANTHER_FUZZ_SEED", 1));
        using var temporary = new TemporaryFile(".safetensors", original);
        Assert.True(Read(temporary.Path));
        int read = 0;
        int count = Setting("PANTHER_FUZZ_FILES", 5000);
        for (int i = 0; i < count; i++)
        {
            byte[] mutant = Mutated(original, random);
            System.IO.File.WriteAllBytes(temporary.Path, mutant);
            try
            {
                read += Read(temporary.Path) ? 1 : 0;
            }
            catch (Exception e)
            {
                Assert.Fail($"mutation {i}, {Convert.ToHexString(mutant)}: {e}");
            }
        }

        Assert.InRange(read, 1, count - 1);
    }

    private static bool Read(string path)
    {
        try
        {
            using SafetensorsFile file = SafetensorsFile.Open(path);
            foreach (SafetensorsEntry entry in file.Entries.Values)
            {
                Assert.Equal(entry.Shape.Length, file.Read<float>(entry.Name).Length);
            }

            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static byte[] Mutated(byte[] file, Random random)
    {
        var mutant = new List<byte>(file);
        for (int edits = random.Next(1, 4); edits > 0 && mutant.Count > 0; edits--)
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
                    // The header keeps its length, so that what is changed is understood.
                    mutant[at] = (byte)"0123456789 ,-[]{}:\"\\e"[random.Next(21)];
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

    private static byte[] File(string header, ReadOnlySpan<byte> data)
    {
        byte[] json = Encoding.UTF8.GetBytes(header);
        return [.. BitConverter.GetBytes((long)json.Length), .. json, .. data];
    }

    private static int Setting(string name, int usual) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : usual;
}
