using System.Numerics;
using System.Runtime.InteropServices;

namespace Panther.Bench.Suites.Engine;

/// <summary>c = a + s·b by a hand-written loop over <see cref="Vector{T}"/>, its range split over all cores.</summary>
internal static class VectorTriad
{
    public static void Run(float[] a, float[] b, float[] c, float s)
    {
        int parts = Environment.ProcessorCount;
        Parallel.For(0, parts, part =>
        {
            // Whole vectors to every part, so that only the last has a rest.
            int vectors = a.Length / Vector<float>.Count;
            int from = (int)((long)vectors * part / parts) * Vector<float>.Count;
            int to = part == parts - 1 ? a.Length : (int)((long)vectors * (part + 1) / parts) * Vector<float>.Count;
            RunPart(a.AsSpan(from, to - from), b.AsSpan(from, to - from), c.AsSpan(from, to - from), s);
        });
    }

    private static void RunPart(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, float s)
    {
        var scale = new Vector<float>(s);
        ReadOnlySpan<Vector<float>> va = MemoryMarshal.Cast<float, Vector<float>>(a), vb = MemoryMarshal.Cast<float, Vector<float>>(b);
        Span<Vector<float>> vc = MemoryMarshal.Cast<float, Vector<float>>(c);
        for (int i = 0; i < vc.Length && i < va.Length && i < vb.Length; i++)
        {
            vc[i] = va[i] + scale * vb[i];
        }

        for (int i = vc.Length * Vector<float>.Count; i < c.Length; i++)
        {
            c[i] = a[i] + s * b[i];
        }
    }
}
