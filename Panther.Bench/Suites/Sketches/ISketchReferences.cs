using Panther.Bench.Report;

namespace Panther.Bench.Suites.Sketches;

/// <summary>What sketches are compared with on one kind of device.</summary>
internal interface ISketchReferences
{
    /// <summary>References for work that moves <paramref name="bytes"/> in all: a copy that reads half of them and writes half.</summary>
    Reference[] Move(long bytes);

    /// <summary>References for the product of row-major rows×depth and depth×columns matrices in memory.</summary>
    Reference[] Product(int rows, int columns, int depth);

    /// <summary>Frees what the references handed out so far held.</summary>
    void Release();
}
