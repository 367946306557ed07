using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;
using Panther.Jit.IR;

namespace Panther.Jit.Frontend;

/// <summary>Finds the C# line of an instruction in portable PDBs, beside the assembly or inside it.</summary>
internal sealed class SourceSymbols
{
    private readonly ConditionalWeakTable<Module, ModuleSymbols> modules = [];

    private SourceSymbols()
    {
    }

    /// <summary>Gets the symbols of this process; what has been read once is kept as long as its module.</summary>
    public static SourceSymbols Shared { get; } = new();

    /// <summary>Returns the line that an offset of a method's CIL belongs to, or null where there are no symbols.</summary>
    public SourceLocation? Find(MethodBase method, int offset)
    {
        (int Offset, SourceLocation Location)[] points = modules.GetValue(method.Module, static m => new ModuleSymbols(m)).PointsOf(method);
        int index = Array.FindLastIndex(points, p => p.Offset <= offset);
        // What stands before the first statement belongs to it.
        return points.Length > 0 ? points[Math.Max(0, index)].Location : null;
    }

    private sealed class ModuleSymbols
    {
        private readonly ConcurrentDictionary<int, (int Offset, SourceLocation Location)[]> known = new();
        private readonly MetadataReaderProvider? provider;

        public ModuleSymbols(Module module)
        {
            string path = module.FullyQualifiedName;
            if (!File.Exists(path))
            {
                return;
            }

            try
            {
                using var image = new PEReader(File.OpenRead(path));
                if (image.TryOpenAssociatedPortablePdb(path, p => File.Exists(p) ? new MemoryStream(File.ReadAllBytes(p)) : null, out provider, out _))
                {
                    _ = provider!.GetMetadataReader();
                }
            }
            catch (Exception cause) when (cause is IOException or BadImageFormatException or UnauthorizedAccessException)
            {
                // Unreadable symbols are absent symbols.
                provider = null;
            }
        }

        public (int Offset, SourceLocation Location)[] PointsOf(MethodBase method) =>
            provider is null ? [] : known.GetOrAdd(method.MetadataToken, static (token, reader) => Read(reader, token), provider.GetMetadataReader());

        private static (int Offset, SourceLocation Location)[] Read(MetadataReader reader, int token)
        {
            var handle = (MethodDefinitionHandle)MetadataTokens.EntityHandle(token);
            int row = MetadataTokens.GetRowNumber(handle);
            if (row > reader.MethodDebugInformation.Count)
            {
                return [];
            }

            return [.. reader.GetMethodDebugInformation(handle).GetSequencePoints().Where(p => !p.IsHidden)
                .Select(p => (p.Offset, new SourceLocation(reader.GetString(reader.GetDocument(p.Document).Name), p.StartLine)))];
        }
    }
}
