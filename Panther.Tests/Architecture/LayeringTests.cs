using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Panther.Tests.Architecture;

/// <summary>Arrows run only downwards: Nn to Core to Kernels to Jit, and the layers above the engine do not see its insides.</summary>
public sealed class LayeringTests
{
    private static readonly string[] Layers = ["Panther.Jit", "Panther.Kernels", "Panther.Core", "Panther.Nn"];

    public static TheoryData<string> LayerNames => [.. Layers];

    [Theory]
    [MemberData(nameof(LayerNames))]
    public void References_OfALayer_PointDownwards(string layer)
    {
        int height = Array.IndexOf(Layers, layer);

        IEnumerable<string> ours = Load(layer).GetReferencedAssemblies().Select(r => r.Name!).Where(n => n.StartsWith("Panther.", StringComparison.Ordinal));

        Assert.All(ours, name => Assert.InRange(Array.IndexOf(Layers, name), 0, height - 1));
    }

    [Theory]
    [InlineData("Panther.Jit")]
    [InlineData("Panther.Kernels")]
    public void References_OfTheLowerLayers_AreTheFrameworkAlone(string layer) =>
        Assert.All(
            Load(layer).GetReferencedAssemblies().Select(r => r.Name!),
            name => Assert.True(
                name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Panther.", StringComparison.Ordinal),
                $"{layer} references {name}"));

    [Theory]
    [InlineData("Panther.Kernels")]
    [InlineData("Panther.Core")]
    [InlineData("Panther.Nn")]
    public void Types_UsedAboveTheEngine_AreDialectOrRuntime(string layer)
    {
        string[] inside = ["Panther.Jit.Backends", "Panther.Jit.Frontend", "Panther.Jit.IR", "Panther.Jit.Passes"];

        Assert.DoesNotContain(ReferencedTypes(layer), t => inside.Any(space => t.StartsWith(space, StringComparison.Ordinal)));
    }

    private static Assembly Load(string name) => Assembly.Load(new AssemblyName(name));

    private static List<string> ReferencedTypes(string layer)
    {
        using var image = new PEReader(File.OpenRead(Load(layer).Location));
        MetadataReader metadata = image.GetMetadataReader();
        return
        [
            .. metadata.TypeReferences.Select(metadata.GetTypeReference)
                .Select(type => $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}"),
        ];
    }
}
