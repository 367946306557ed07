namespace Panther.Bench.Suites.Engine.Start;

/// <summary>A new folder that goes with its object.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("panther-bench-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
