using Panther.Jit.Runtime;
using Panther.Nn;
using Panther.Tests.Samples;

namespace Panther.Tests.Nn;

/// <summary>Whatever interrupts the writing of a file, the old one or the new one is there, and a file that is cut off is known as such.</summary>
public sealed class AtomicFileTests
{
    private static readonly float[] Values = [1, 2, 3];

    [Fact]
    public void Write_ThatFailsAtAnyByte_LeavesTheOldFile()
    {
        using var temporary = new TemporaryFile(".safetensors", "old");
        for (int bytes = 0; bytes < 9000; bytes += 1000)
        {
            Assert.Throws<IOException>(() => AtomicFile.Write(temporary.Path, stream =>
            {
                stream.Write(new byte[bytes]);
                throw new IOException("The disk is full.");
            }));
            Assert.Equal("old", File.ReadAllText(temporary.Path));
            Assert.False(File.Exists(temporary.Path + ".partial"));
        }
    }

    [Fact]
    public void Save_OfATensorThatIsGone_LeavesTheOldFile()
    {
        using var temporary = new TemporaryFile(".safetensors", "old");
        Device device = TestDevice.Get("cpu");
        using Tensor<float> first = Tensor<float>.Create(device, Values, [3]);
        Tensor<float> second = Tensor<float>.Create(device, Values, [3]);
        second.Dispose();
        Assert.Throws<ObjectDisposedException>(() => SafetensorsFile.Write<float>(temporary.Path, [new("a", first), new("b", second)]));
        Assert.Equal("old", File.ReadAllText(temporary.Path));
        Assert.False(File.Exists(temporary.Path + ".partial"));
    }

    /// <summary>What a loss of power leaves beside the file, of any length, is not looked at, and the next writing replaces it.</summary>
    [Fact]
    public void Write_BesideWhatAnInterruptionLeft_ReplacesIt()
    {
        using var temporary = new TemporaryFile(".safetensors", "old");
        string partial = temporary.Path + ".partial";
        using Tensor<float> tensor = Tensor<float>.Create(TestDevice.Get("cpu"), Values, [3]);
        SafetensorsFile.Write<float>(temporary.Path, [new("a", tensor)]);
        File.WriteAllBytes(partial, new byte[100_000]);
        AssertReadable();
        SafetensorsFile.Write<float>(temporary.Path, [new("a", tensor)]);
        Assert.False(File.Exists(partial));
        AssertReadable();

        void AssertReadable()
        {
            using SafetensorsFile file = SafetensorsFile.Open(temporary.Path);
            Assert.Equal(Values, file.Read<float>("a"));
        }
    }

    [Fact]
    public void Open_AFileThatIsCutOffAtAnyByte_Throws()
    {
        using var temporary = new TemporaryFile(".safetensors", "old");
        using Tensor<float> tensor = Tensor<float>.Create(TestDevice.Get("cpu"), Values, [3]);
        SafetensorsFile.Write<float>(temporary.Path, [new("a", tensor)]);
        byte[] whole = File.ReadAllBytes(temporary.Path);
        for (int length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(temporary.Path, whole[..length]);
            Assert.Throws<InvalidDataException>(() => SafetensorsFile.Open(temporary.Path));
        }
    }
}
