using System.Buffers.Binary;
using System.Text;

namespace Panther.Jit.Compilation.Store;

/// <summary>One entry of the store: a binary, its key, and what was assumed when it was made.</summary>
internal sealed record KernelEntry(string Key, KernelAssumptions Assumptions, KernelBinary Binary)
{
    /// <summary>Says what the file is; the last digit is the version of the format.</summary>
    private static ReadOnlySpan<byte> Magic => "PantherKernel 1\n"u8;

    private static int HeaderBytes => Magic.Length + ContentHash.Bytes;

    /// <summary>The entry as a file: magic, hash of the rest, the rest.</summary>
    public byte[] Encode()
    {
        using var content = new MemoryStream();
        using var writer = new BinaryWriter(content, Encoding.UTF8);
        content.SetLength(HeaderBytes);
        content.Position = HeaderBytes;
        writer.Write(Key);
        writer.Write(Assumptions.Modules.Count);
        foreach (ModuleAssumption module in Assumptions.Modules)
        {
            writer.Write(module.Assembly);
            writer.Write(module.Version.ToByteArray());
        }

        writer.Write(Assumptions.Fields.Count);
        foreach (FieldAssumption field in Assumptions.Fields)
        {
            writer.Write(field.Type);
            writer.Write(field.Name);
            writer.Write((ulong)(field.Value >> 64));
            writer.Write((ulong)field.Value);
        }

        writer.Write(Binary.EntryName);
        Write(writer, Binary.Details);
        Write(writer, Binary.Code);
        byte[] file = content.ToArray();
        Magic.CopyTo(file);
        BinaryPrimitives.WriteUInt128LittleEndian(file.AsSpan(Magic.Length), ContentHash.Of(file.AsSpan(HeaderBytes)));
        return file;
    }

    /// <summary>Reads an entry; null for a file that is damaged, cut off, of another version of the format, or no entry at all.</summary>
    public static KernelEntry? Decode(byte[] file)
    {
        if (file.Length < HeaderBytes
            || !file.AsSpan(0, Magic.Length).SequenceEqual(Magic)
            || BinaryPrimitives.ReadUInt128LittleEndian(file.AsSpan(Magic.Length)) != ContentHash.Of(file.AsSpan(HeaderBytes)))
        {
            return null;
        }

        using var content = new MemoryStream(file, HeaderBytes, file.Length - HeaderBytes, writable: false);
        using var reader = new BinaryReader(content, Encoding.UTF8);
        string key = reader.ReadString();
        var modules = new ModuleAssumption[reader.ReadInt32()];
        for (int i = 0; i < modules.Length; i++)
        {
            modules[i] = new ModuleAssumption(reader.ReadString(), new Guid(reader.ReadBytes(16)));
        }

        var fields = new FieldAssumption[reader.ReadInt32()];
        for (int i = 0; i < fields.Length; i++)
        {
            fields[i] = new FieldAssumption(reader.ReadString(), reader.ReadString(), new UInt128(reader.ReadUInt64(), reader.ReadUInt64()));
        }

        string name = reader.ReadString();
        byte[] details = reader.ReadBytes(reader.ReadInt32());
        byte[] code = reader.ReadBytes(reader.ReadInt32());
        return new KernelEntry(key, new KernelAssumptions(modules, fields), new KernelBinary(name, code, details));
    }

    private static void Write(BinaryWriter writer, byte[] bytes)
    {
        writer.Write(bytes.Length);
        writer.Write(bytes);
    }
}
