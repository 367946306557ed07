using Panther.Jit.Compilation.Store;

namespace Panther.Tests.Store;

public sealed class KernelEntryTests
{
    [Fact]
    public void Decode_Encoded_GivesTheEntryBack()
    {
        KernelEntry entry = StoreEntries.Make("key\nä");
        KernelEntry decoded = KernelEntry.Decode(entry.Encode())!;
        Assert.Equal(entry.Key, decoded.Key);
        Assert.Equal(entry.Assumptions.Modules, decoded.Assumptions.Modules);
        Assert.Equal(entry.Assumptions.Fields, decoded.Assumptions.Fields);
        Assert.Equal(entry.Binary.EntryName, decoded.Binary.EntryName);
        Assert.Equal(entry.Binary.Code, decoded.Binary.Code);
        Assert.Equal(entry.Binary.Details, decoded.Binary.Details);
    }

    [Fact]
    public void Decode_AnyByteChanged_GivesNothing()
    {
        byte[] file = StoreEntries.Make("key").Encode();
        for (int i = 0; i < file.Length; i++)
        {
            byte[] damaged = [.. file];
            damaged[i] ^= 0x10;
            Assert.Null(KernelEntry.Decode(damaged));
        }
    }

    [Fact]
    public void Decode_CutOffOrExtended_GivesNothing()
    {
        byte[] file = StoreEntries.Make("key").Encode();
        for (int length = 0; length < file.Length; length++)
        {
            Assert.Null(KernelEntry.Decode(file[..length]));
        }

        Assert.Null(KernelEntry.Decode([.. file, 0]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("#!/bin/sh\n")]
    [InlineData("PantherKernel 0\n a version of the format that this one does not know")]
    public void Decode_ForeignFile_GivesNothing(string content) =>
        Assert.Null(KernelEntry.Decode(System.Text.Encoding.ASCII.GetBytes(content)));
}
