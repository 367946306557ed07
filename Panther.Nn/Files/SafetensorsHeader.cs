using System.Buffers.Binary;
using System.Text.Json;

namespace Panther.Nn;

/// <summary>
/// The header of a safetensors file: a length of eight bytes, then JSON that gives each tensor's type, extents and place among the bytes that follow. All of
/// it is checked: what comes out describes bytes that the file has, each of them once.
/// </summary>
internal sealed class SafetensorsHeader
{
    /// <summary>The bytes of the length before the JSON.</summary>
    public const int PrefixBytes = 8;

    /// <summary>The name under which remarks stand, and no tensor.</summary>
    public const string MetadataName = "__metadata__";

    // The limit of the format's own implementation.
    private const long MaximumBytes = 100_000_000;

    private readonly Dictionary<string, SafetensorsEntry> entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> metadata = new(StringComparer.Ordinal);

    private SafetensorsHeader()
    {
    }

    /// <summary>Gets the tensors by name.</summary>
    public IReadOnlyDictionary<string, SafetensorsEntry> Entries => entries;

    /// <summary>Gets the remarks of who wrote the file.</summary>
    public IReadOnlyDictionary<string, string> Metadata => metadata;

    /// <summary>The length of the JSON.</summary>
    /// <param name="prefix">The first eight bytes.</param>
    /// <param name="fileLength">The length of the file.</param>
    /// <exception cref="InvalidDataException">The file is shorter than that, or the header is longer than 100 MB.</exception>
    public static int Length(ReadOnlySpan<byte> prefix, long fileLength)
    {
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        return length > MaximumBytes ? throw new InvalidDataException($"This is no safetensors file: its first eight bytes claim a header of {length} bytes; at most {MaximumBytes} are read.")
            : length > (ulong)(fileLength - PrefixBytes)
                ? throw new InvalidDataException($"The header claims {length} bytes, but the file has only {fileLength - PrefixBytes} after its length.")
            : (int)length;
    }

    /// <summary>Reads the JSON.</summary>
    /// <param name="json">The bytes.</param>
    /// <param name="dataLength">The number of bytes that follow it.</param>
    /// <exception cref="InvalidDataException">The header is damaged; the message says how.</exception>
    public static SafetensorsHeader Parse(ReadOnlyMemory<byte> json, long dataLength)
    {
        var header = new SafetensorsHeader();
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 4, AllowDuplicateProperties = false });
            Require(document.RootElement.ValueKind == JsonValueKind.Object, "The header is no JSON object.");
            foreach (JsonProperty property in document.RootElement.EnumerateObject())
            {
                header.Add(property);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second comes from strings that are no Unicode.
            throw new InvalidDataException($"The header is no valid JSON, or names something twice: {e.Message}", e);
        }

        header.CheckPlaces(dataLength);
        return header;
    }

    /// <summary>Writes length and JSON, padded so that the data start at a multiple of eight.</summary>
    public static void Write(Stream stream, IEnumerable<SafetensorsEntry> entries, IReadOnlyDictionary<string, string>? metadata)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                writer.WriteStartObject(MetadataName);
                foreach ((string name, string value) in metadata)
                {
                    writer.WriteString(name, value);
                }

                writer.WriteEndObject();
            }

            foreach (SafetensorsEntry entry in entries)
            {
                writer.WriteStartObject(entry.Name);
                writer.WriteString("dtype", entry.ElementType);
                WriteNumbers(writer, "shape", entry.Shape.Extents);
                WriteNumbers(writer, "data_offsets", [entry.Offset, entry.Offset + entry.ByteLength]);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        while (json.Length % PrefixBytes != 0)
        {
            json.WriteByte((byte)' ');
        }

        Span<byte> prefix = stackalloc byte[PrefixBytes];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, json.Length);
        stream.Write(prefix);
        json.WriteTo(stream);
    }

    private static void WriteNumbers(Utf8JsonWriter writer, string name, ReadOnlySpan<long> numbers)
    {
        writer.WriteStartArray(name);
        foreach (long number in numbers)
        {
            writer.WriteNumberValue(number);
        }

        writer.WriteEndArray();
    }

    private static SafetensorsEntry Entry(string name, JsonElement fields)
    {
        Require(fields.ValueKind == JsonValueKind.Object && fields.GetPropertyCount() == 3, $"Tensor '{name}' has not just dtype, shape and data_offsets.");
        string type = Field("dtype", JsonValueKind.String).GetString()!;
        int size = SafetensorsElements.Size(type);
        Require(size > 0, $"Tensor '{name}' has elements of type '{type}', which is not read.");
        long[] extents = Numbers("shape");
        Require(extents.Length <= Shape.MaxRank, $"Tensor '{name}' has {extents.Length} dimensions; at most {Shape.MaxRank} are read.");
        long[] offsets = Numbers("data_offsets");
        Require(offsets.Length == 2 && offsets[0] <= offsets[1], $"The data_offsets of tensor '{name}' are not a start and an end.");
        try
        {
            Shape shape = Shape.Create(extents);
            Require(
                checked(shape.Length * size) == offsets[1] - offsets[0],
                $"Tensor '{name}' of type {type} and shape {shape} cannot have {offsets[1] - offsets[0]} bytes.");
            return new SafetensorsEntry(name, type, shape, offsets[0], offsets[1] - offsets[0]);
        }
        catch (OverflowException)
        {
            throw new InvalidDataException($"The bytes of tensor '{name}' do not fit 63 bits.");
        }

        JsonElement Field(string field, JsonValueKind kind)
        {
            Require(
                fields.TryGetProperty(field, out JsonElement value) && value.ValueKind == kind,
                $"Tensor '{name}' has no {field}, or it is not of the JSON type {kind}.");
            return value;
        }

        long[] Numbers(string field) => [.. Field(field, JsonValueKind.Array).EnumerateArray().Select(element =>
        {
            long number = -1;
            Require(
                element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out number) && number >= 0,
                $"The {field} of tensor '{name}' are not whole numbers of at most 63 bits.");
            return number;
        })];
    }

    private static void Require(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new InvalidDataException(otherwise);
        }
    }

    private void Add(JsonProperty property)
    {
        if (property.Name != MetadataName)
        {
            entries.Add(property.Name, Entry(property.Name, property.Value));
            return;
        }

        Require(property.Value.ValueKind == JsonValueKind.Object, $"{MetadataName} is no JSON object.");
        foreach (JsonProperty remark in property.Value.EnumerateObject())
        {
            Require(remark.Value.ValueKind == JsonValueKind.String, $"'{remark.Name}' of {MetadataName} is no string.");
            metadata.Add(remark.Name, remark.Value.GetString()!);
        }
    }

    // Tensors that follow each other without holes up to the end neither overlap nor reach beyond it.
    private void CheckPlaces(long dataLength)
    {
        long end = 0;
        foreach (SafetensorsEntry entry in entries.Values.OrderBy(e => e.Offset).ThenBy(e => e.ByteLength))
        {
            Require(entry.Offset == end, $"Tensor '{entry.Name}' starts at byte {entry.Offset}, where {end} would be next: tensors overlap, or there is a hole.");
            end += entry.ByteLength;
        }

        Require(end == dataLength, $"The tensors take {end} bytes, but {dataLength} follow the header.");
    }
}
