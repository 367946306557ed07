namespace Panther.Jit.Backends.Ptx;

/// <summary>
/// Turns copies that happen all at once into moves one after another. A copy may go as soon as nobody still has to read its
/// destination; when none may, the rest are cycles, and saving one destination opens one of them.
/// </summary>
internal static class PtxCopySequence
{
    public static IEnumerable<PtxInstruction> Moves(IReadOnlyList<PtxCopy> copies)
    {
        var pending = new List<(PtxRegister Destination, PtxOperand Source)>();
        foreach (PtxCopy copy in copies)
        {
            PtxOperand source = copy.Source is RegisterOperand { Register: var register } ? register.Representative : copy.Source;
            if (source is not RegisterOperand { Register: var same } || !ReferenceEquals(same, copy.Destination.Representative))
            {
                pending.Add((copy.Destination.Representative, source));
            }
        }

        while (pending.Count > 0)
        {
            int ready = pending.FindIndex(c => !pending.Any(o => Reads(o.Source, c.Destination)));
            if (ready >= 0)
            {
                yield return Move(pending[ready].Destination, pending[ready].Source);
                pending.RemoveAt(ready);
                continue;
            }

            PtxRegister blocked = pending[0].Destination;
            var saved = new PtxRegister(blocked.Kind);
            yield return Move(saved, blocked);
            for (int i = 0; i < pending.Count; i++)
            {
                if (Reads(pending[i].Source, blocked))
                {
                    pending[i] = (pending[i].Destination, saved);
                }
            }
        }
    }

    private static bool Reads(PtxOperand source, PtxRegister register) =>
        source is RegisterOperand { Register: var read } && ReferenceEquals(read, register);

    private static PtxInstruction Move(PtxRegister destination, PtxOperand source) =>
        new($"mov.{PtxTypes.Move(destination.Kind)}", destination, [source]);
}
