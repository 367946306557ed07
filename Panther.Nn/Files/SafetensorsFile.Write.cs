using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Panther.Nn;

/// <summary>Writing.</summary>
public sealed partial class SafetensorsFile
{
    /// <summary>Writes tensors. A file that exists is replaced when the new one is complete and on the disk, so that an interruption, also a loss of power, leaves the old one or the new one.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>, written as F32 or F64.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="tensors">The tensors, on any device; waits for them.</param>
    /// <param name="metadata">Remarks, or <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">Two tensors have one name, or a name is empty or <c>__metadata__</c>.</exception>
    /// <exception cref="NotSupportedException">The element type is neither float nor double.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write<T>(string path, IEnumerable<NamedTensor<T>> tensors, IReadOnlyDictionary<string, string>? metadata = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(tensors);
        WriteSources(path, tensors.Select(SafetensorsSource<T>.Of), metadata);
    }

    /// <summary>Writes tensors whose elements come from anywhere.</summary>
    internal static void WriteSources<T>(string path, IEnumerable<SafetensorsSource<T>> tensors, IReadOnlyDictionary<string, string>? metadata)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        SafetensorsSource<T>[] sources = [.. tensors];
        List<SafetensorsEntry> entries = Layout(sources);
        AtomicFile.Write(path, stream =>
        {
            SafetensorsHeader.Write(stream, entries, metadata);
            foreach (SafetensorsSource<T> source in sources)
            {
                // In blocks, because a span has fewer bytes than an array may have.
                ReadOnlySpan<T> values = source.Values();
                for (; !values.IsEmpty; values = values[Math.Min(BlockBytes, values.Length)..])
                {
                    stream.Write(MemoryMarshal.AsBytes(values[..Math.Min(BlockBytes, values.Length)]));
                }
            }
        });
    }

    private static List<SafetensorsEntry> Layout<T>(SafetensorsSource<T>[] sources)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        string type = SafetensorsElements.Name<T>();
        var entries = new List<SafetensorsEntry>(sources.Length);
        var names = new HashSet<string>(StringComparer.Ordinal) { "", SafetensorsHeader.MetadataName };
        long end = 0;
        foreach (SafetensorsSource<T> source in sources)
        {
            if (!names.Add(source.Name))
            {
                throw new ArgumentException($"A tensor cannot be called '{source.Name}': the name is empty, reserved, or another's.", nameof(sources));
            }

            long bytes = source.Shape.Length * Unsafe.SizeOf<T>();
            entries.Add(new SafetensorsEntry(source.Name, type, source.Shape, end, bytes));
            end += bytes;
        }

        return entries;
    }
}
