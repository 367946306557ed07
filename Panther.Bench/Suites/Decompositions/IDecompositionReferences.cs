using Panther.Bench.Report;

namespace Panther.Bench.Suites.Decompositions;

/// <summary>What a decomposition is compared with on one kind of device.</summary>
internal interface IDecompositionReferences
{
    /// <summary>References for a truncated decomposition of a column-major matrix.</summary>
    Reference[] RandomizedSvd(float[] values, SvdShape shape, int oversampling, int powerIterations);

    /// <summary>Frees what the references handed out so far held.</summary>
    void Release();
}
