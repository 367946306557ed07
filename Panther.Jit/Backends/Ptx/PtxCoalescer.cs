namespace Panther.Jit.Backends.Ptx;

/// <summary>
/// Gives two registers that are never alive together one name where that saves a move: the two sides of a copy, innermost loops first; then a
/// sum and what it was before the last product was added, so that a running sum stays in one register as a person would write it.
/// </summary>
internal sealed class PtxCoalescer
{
    private readonly PtxLiveness liveness;
    private readonly Dictionary<PtxRegister, IReadOnlyList<(int Start, int End)>> merged = [];

    private PtxCoalescer(IReadOnlyList<PtxBlock> blocks) => liveness = new PtxLiveness(blocks);

    public static void Run(IReadOnlyList<PtxBlock> blocks)
    {
        var coalescer = new PtxCoalescer(blocks);
        foreach (PtxCopy copy in blocks.OrderByDescending(b => b.Depth).SelectMany(b => b.Copies))
        {
            coalescer.TryMerge(copy.Source, copy.Destination);
        }

        foreach (PtxInstruction instruction in blocks.SelectMany(b => b.Instructions))
        {
            if (instruction.Destination is RegisterOperand { Register: var sum } && IsMultiplyAdd(instruction.Opcode))
            {
                coalescer.TryMerge(instruction.Sources[2], sum);
            }
        }
    }

    private static bool IsMultiplyAdd(string opcode) =>
        opcode.StartsWith("fma.", StringComparison.Ordinal) || opcode.StartsWith("mad.lo.", StringComparison.Ordinal);

    private void TryMerge(PtxOperand source, PtxRegister destination)
    {
        if (source is not RegisterOperand { Register: var register })
        {
            return;
        }

        PtxRegister from = register.Representative;
        PtxRegister to = destination.Representative;
        if (!ReferenceEquals(from, to) && Union(Ranges(from), Ranges(to)) is { } union)
        {
            from.MergeInto(to);
            merged[to] = union;
        }
    }

    private IReadOnlyList<(int Start, int End)> Ranges(PtxRegister register) => merged.GetValueOrDefault(register) ?? liveness.Ranges(register);

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
