namespace Panther.Jit.Backends.Ptx;

/// <summary>Gives the two sides of a copy one register where they are never alive together, innermost loops first.</summary>
internal static class PtxCoalescer
{
    public static void Run(IReadOnlyList<PtxBlock> blocks)
    {
        var liveness = new PtxLiveness(blocks);
        var merged = new Dictionary<PtxRegister, IReadOnlyList<(int Start, int End)>>();
        foreach (PtxCopy copy in blocks.OrderByDescending(b => b.Depth).SelectMany(b => b.Copies))
        {
            if (copy.Source is not RegisterOperand { Register: var source })
            {
                continue;
            }

            PtxRegister from = source.Representative;
            PtxRegister to = copy.Destination.Representative;
            if (ReferenceEquals(from, to))
            {
                continue;
            }

            IReadOnlyList<(int Start, int End)> a = merged.GetValueOrDefault(from) ?? liveness.Ranges(from);
            IReadOnlyList<(int Start, int End)> b = merged.GetValueOrDefault(to) ?? liveness.Ranges(to);
            if (Union(a, b) is { } union)
            {
                from.MergeInto(to);
                merged[to] = union;
            }
        }
    }

    /// <summary>Merges two lists of ranges in rising order, or returns null where two ranges overlap.</summary>
    private static List<(int Start, int End)>? Union(IReadOnlyList<(int Start, int End)> a, IReadOnlyList<(int Start, int End)> b)
    {
        var union = new List<(int Start, int End)>(a.Count + b.Count);
        int i = 0;
        int j = 0;
        while (i < a.Count || j < b.Count)
        {
            bool takesFirst = j == b.Count || (i < a.Count && a[i].Start < b[j].Start);
            (int Start, int End) next = takesFirst ? a[i++] : b[j++];
            if (union.Count > 0 && union[^1].End > next.Start)
            {
                return null;
            }

            union.Add(next);
        }

        return union;
    }
}
