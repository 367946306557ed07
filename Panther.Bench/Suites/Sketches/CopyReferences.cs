using Panther.Bench.Report;
using Panther.Bench.Suites.Engine;

namespace Panther.Bench.Suites.Sketches;

/// <summary>Copies only: on processors, the products beside them are Panther's own.</summary>
internal sealed class CopyReferences(IEngineReferences engine) : ISketchReferences
{
    public Reference[] Move(long bytes) => engine.Move(bytes);

    public Reference[] Product(int rows, int columns, int depth) => [];

    public void Release() => engine.Release();
}
