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

    public Reference[] Move(long bytes)
    {
        byte[] source = new byte[bytes / 2], destination = new byte[bytes / 2];
        int parts = Environment.ProcessorCount;
        return
        [
            Reference.Present(Vector, Contender.Host(() => Parallel.For(0, parts, part =>
            {
                int from = (int)((long)source.Length * part / parts), to = (int)((long)source.Length * (part + 1) / parts);
                source.AsSpan(from..to).CopyTo(destination.AsSpan(from..to));
            }))),
        ];
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
