using System.IO.MemoryMappedFiles;
using System.Numerics;

namespace Panther.Nn;

/// <summary>
/// A file of named tensors in the format safetensors (a length of eight bytes, a header of JSON, then the elements, little-endian, row by row), opened for reading. Its
/// data are mapped into memory: only what is read is fetched.
/// </summary>
/// <remarks>
/// The file is taken as hostile: the header is at most 100 MB, and every offset, length and name is checked against the file before anything is read or allocated.
/// Read are the types F64, F32, F16, BF16, I64, I32, I16, I8, U64, U32, U16, U8 and BOOL, and up to <see cref="Shape.MaxRank"/> dimensions. The file must not be made shorter while it is open.
/// </remarks>
public sealed partial class SafetensorsFile : IDisposable
{
    private const int BlockBytes = 1 << 16;

    private readonly MemoryMappedFile file;
    private readonly MemoryMappedViewAccessor view;
    private readonly SafetensorsHeader header;
    private readonly long dataStart;

    private SafetensorsFile(MemoryMappedFile file, long length)
    {
        this.file = file;
        view = file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
        try
        {
            byte[] prefix = new byte[SafetensorsHeader.PrefixBytes];
            Read(0, prefix);
            byte[] json = new byte[SafetensorsHeader.Length(prefix, length)];
            Read(prefix.Length, json);
            dataStart = prefix.Length + json.Length;
            header = SafetensorsHeader.Parse(json, length - dataStart);
        }
        catch
        {
            view.Dispose();
            throw;
        }
    }

    /// <summary>Gets the tensors by name.</summary>
    public IReadOnlyDictionary<string, SafetensorsEntry> Entries => header.Entries;

    /// <summary>Gets the remarks of who wrote the file.</summary>
    public IReadOnlyDictionary<string, string> Metadata => header.Metadata;

    /// <summary>Opens a file and checks its header.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">
    /// The file is no safetensors file: too short, a header that is longer than the file or 100 MB, no valid JSON, a name twice, an unknown type, tensors that overlap, leave holes or
    /// reach beyond the file, or whose bytes do not fit their shape. The message names what is wrong.
    /// </exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static SafetensorsFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        long length = stream.Length;
        if (length < SafetensorsHeader.PrefixBytes)
        {
            stream.Dispose();
            throw new InvalidDataException($"The file has {length} bytes, less than the length of a header takes.");
        }

        var file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        try
        {
            return new SafetensorsFile(file, length);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads a tensor's elements, each rounded to nearest; a number beyond the range of <typeparamref name="T"/> becomes infinite.</summary>
    /// <typeparam name="T">The type that the elements are wanted in, whatever theirs.</typeparam>
    /// <param name="name">The tensor.</param>
    /// <returns>The elements, row by row.</returns>
    /// <exception cref="KeyNotFoundException">There is no such tensor.</exception>
    /// <exception cref="NotSupportedException">The tensor has more elements than an array may.</exception>
    public T[] Read<T>(string name)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SafetensorsEntry entry = Entry(name);
        if (entry.Shape.Length > Array.MaxLength)
        {
            throw new NotSupportedException($"Tensor '{name}' has {entry.Shape.Length} elements, more than an array may.");
        }

        T[] values = new T[entry.Shape.Length];
        Read<T>(name, values);
        return values;
    }

    /// <summary>Reads a tensor's elements, each rounded to nearest; a number beyond the range of <typeparamref name="T"/> becomes infinite.</summary>
    /// <typeparam name="T">The type that the elements are wanted in, whatever theirs.</typeparam>
    /// <param name="name">The tensor.</param>
    /// <param name="destination">Receives the elements, row by row; just as many.</param>
    /// <exception cref="KeyNotFoundException">There is no such tensor.</exception>
    /// <exception cref="ArgumentException">The destination has not the tensor's number of elements.</exception>
    public void Read<T>(string name, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SafetensorsEntry entry = Entry(name);
        if (destination.Length != entry.Shape.Length)
        {
            throw new ArgumentException($"Tensor '{name}' has {entry.Shape.Length} elements, not {destination.Length}.", nameof(destination));
        }

        int size = SafetensorsElements.Size(entry.ElementType);
        byte[] block = new byte[Math.Min(BlockBytes, entry.ByteLength)];
        for (long at = 0; at < entry.ByteLength; at += block.Length)
        {
            Span<byte> bytes = block.AsSpan(0, (int)Math.Min(block.Length, entry.ByteLength - at));
            Read(dataStart + entry.Offset + at, bytes);
            SafetensorsElements.Convert(entry.ElementType, bytes, destination.Slice((int)(at / size), bytes.Length / size));
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        view.Dispose();
        file.Dispose();
    }

    private SafetensorsEntry Entry(string name)
        => Entries.TryGetValue(name, out SafetensorsEntry? entry) ? entry : throw new KeyNotFoundException($"There is no tensor '{name}' in the file.");

    private void Read(long offset, Span<byte> destination)
        => view.SafeMemoryMappedViewHandle.ReadSpan((ulong)(view.PointerOffset + offset), destination);
}
