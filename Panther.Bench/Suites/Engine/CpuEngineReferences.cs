using Panther.Bench.Harness;
using Panther.Bench.Report;

namespace Panther.Bench.Suites.Engine;

/// <summary>Hand-written loops of vectors.</summary>
internal sealed class CpuEngineReferences : IEngineReferences
{
    private const string Vector = "vector";

    public Reference[] Triad(float[] a, float[] b, float s)
    {
        float[] c = new float[a.Length];
        return [Reference.Present(Vector, Contender.Host(() => VectorTriad.Run(a, b, c, s)))];
    }

    public Reference[] Enqueue(int length) => [Reference.Absent(Vector, "a loop is called, not enqueued")];

    public Reference[] LaunchAndWait(int length)
    {
        float[] a = new float[length], b = new float[length], c = new float[length];
        return [Reference.Present(Vector, Contender.Host(() => VectorTriad.Run(a, b, c, 3)))];
    }

    public Reference[] FirstKernel() => [Reference.Absent(Vector, "a loop has no kernel to compile")];

    public void Release()
    {
    }
}
