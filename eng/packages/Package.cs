using System.IO.Compression;
using System.Text;
using System.Xml.Linq;

/// <summary>One of the packages, and what must be true of it.</summary>
internal sealed record Package(string Id, string[] Dependencies)
{
    public static Package[] All { get; } =
    [
        new("Panther.Jit", []),
        new("Panther.Kernels", ["Panther.Jit"]),
        new("Panther.Core", ["MathNet.Numerics", "Panther.Kernels", "System.Numerics.Tensors"]),
        new("Panther.Nn", ["Panther.Core"]),
    ];

    /// <summary>What is wrong with the package, one sentence each.</summary>
    public IEnumerable<string> Faults(string feed, string repository)
    {
        string file = Directory.GetFiles(feed, $"{Id}.*.nupkg").Single();
        using ZipArchive archive = ZipFile.OpenRead(file);
        XElement metadata = XDocument.Load(archive.GetEntry($"{Id}.nuspec")!.Open()).Root!.Elements().Single();
        string? Value(string name) => metadata.Elements().SingleOrDefault(element => element.Name.LocalName == name)?.Value;
        string version = Value("version")!;
        foreach (string name in new[] { "authors", "description", "copyright", "tags" }.Where(name => string.IsNullOrWhiteSpace(Value(name))))
        {
            yield return $"{Id} has no {name}.";
        }

        if (Value("license") != "MIT" || Value("readme") != "README.md")
        {
            yield return $"{Id} has the licence '{Value("license")}' and the page '{Value("readme")}'.";
        }

        (string Name, string Range)[] dependencies =
            [.. metadata.Descendants().Where(element => element.Name.LocalName == "dependency").Select(element => (element.Attribute("id")!.Value, element.Attribute("version")!.Value))];
        if (!dependencies.Select(dependency => dependency.Name).Order().SequenceEqual(Dependencies))
        {
            yield return $"{Id} depends on {string.Join(", ", dependencies)}.";
        }

        foreach ((string name, string range) in dependencies.Where(dependency => dependency.Name.StartsWith("Panther.", StringComparison.Ordinal) && dependency.Range != $"[{version}]"))
        {
            yield return $"{Id} takes {name} {range}; their internals fit together in one version only.";
        }

        string[] own = [.. archive.Entries.Select(entry => entry.FullName).Where(name => name.StartsWith("lib/", StringComparison.Ordinal) || !name.Contains('/')).Order(StringComparer.Ordinal)];
        string[] expected = [.. new[] { "README.md", "[Content_Types].xml", $"{Id}.nuspec", $"lib/net10.0/{Id}.dll", $"lib/net10.0/{Id}.xml" }.Order(StringComparer.Ordinal)];
        if (!own.SequenceEqual(expected))
        {
            yield return $"{Id} holds {string.Join(", ", own)}.";
        }

        using ZipArchive symbols = ZipFile.OpenRead(Path.ChangeExtension(file, ".snupkg"));
        ZipArchiveEntry? database = symbols.GetEntry($"lib/net10.0/{Id}.pdb");
        if (database is null)
        {
            yield return $"{Id} has no symbols.";
        }

        foreach (ZipArchiveEntry entry in new[] { archive.GetEntry($"lib/net10.0/{Id}.dll")!, database }.OfType<ZipArchiveEntry>().Where(entry => Names(entry, repository)))
        {
            yield return $"{entry.FullName} names the folder that it was built in.";
        }
    }

    private static bool Names(ZipArchiveEntry entry, string folder)
    {
        using var bytes = new MemoryStream();
        using Stream content = entry.Open();
        content.CopyTo(bytes);
        return bytes.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(folder)) >= 0;
    }
}
