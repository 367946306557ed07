using Panther.Bench.Report;

namespace Panther.Bench.Suites.Engine;

/// <summary>What the engine is compared with on one kind of device.</summary>
internal interface IEngineReferences
{
    /// <summary>References for c = a + s·b over whole arrays.</summary>
    Reference[] Triad(float[] a, float[] b, float s);

    /// <summary>References for work that moves <paramref name="bytes"/> in all: a copy that reads half of them and writes half.</summary>
    Reference[] Move(long bytes);

    /// <summary>References for the host's part of a launch over <paramref name="length"/> elements.</summary>
    Reference[] Enqueue(int length);

    /// <summary>References for a launch over <paramref name="length"/> elements and the wait for its end.</summary>
    Reference[] LaunchAndWait(int length);

    /// <summary>References for the way from nothing to the end of the first kernel.</summary>
    Reference[] FirstKernel();

    /// <summary>Frees what the references handed out so far held.</summary>
    void Release();
}
