using Panther.Jit.IR;

namespace Panther.Jit.Passes.Coarsening;

/// <summary>Writes the body of a kernel for several neighbouring indices at once, instruction by instruction.</summary>
internal sealed class WideBody(IrBuilder builder, GuardedBody guarded, NeighbourAccesses accesses)
{
    private readonly Dictionary<Value, Value[]> copies = [];

    /// <param name="first">The first of the indices.</param>
    public void Write(Value first)
    {
        copies.Add(guarded.Index, [.. Enumerable.Range(0, accesses.Count).Select(i => Add(first, i))]);
        foreach (Instruction instruction in guarded.Body)
        {
            builder.Location = instruction.Location;
            switch (instruction)
            {
                case LoadInstruction load when accesses.Of(load) is { } access:
                    copies.Add(load, Load(load, access));
                    break;
                case StoreInstruction store when accesses.Of(store) is { } access:
                    Store(store, access);
                    break;
                default:
                    copies.Add(instruction, Copy(instruction));
                    break;
            }
        }
    }

    private Value Add(Value first, int offset) => offset == 0
        ? first
        : builder.Binary(BinaryOp.Add, first, builder.Function.Constant(first.Type, (ulong)offset));

    private Value[] Load(LoadInstruction load, NeighbourAccess access)
    {
        var lanes = new Value[accesses.Count];
        for (int chunk = 0; chunk < lanes.Length; chunk += access.Lanes)
        {
            LoadInstruction vector = builder.Load(ChunkAddress(load.Pointer, access, chunk), access.Element.Vector(access.Lanes));
            vector.IsReadOnly = load.IsReadOnly;
            for (int lane = 0; lane < access.Lanes; lane++)
            {
                lanes[chunk + lane] = builder.ExtractLane(vector, lane);
            }
        }

        return lanes;
    }

    private void Store(StoreInstruction store, NeighbourAccess access)
    {
        for (int chunk = 0; chunk < accesses.Count; chunk += access.Lanes)
        {
            Value[] lanes = [.. Enumerable.Range(chunk, access.Lanes).Select(i => CopyOf(store.Stored, i))];
            builder.Store(ChunkAddress(store.Pointer, access, chunk), builder.BuildVector(lanes));
        }
    }

    private Value ChunkAddress(Value pointer, NeighbourAccess access, int chunk) =>
        builder.Offset(CopyOf(pointer, 0), (long)chunk * access.Element.Size);

    /// <summary>What takes the same operands for all indices and writes nothing is done once.</summary>
    private Value[] Copy(Instruction instruction)
    {
        bool isOnce = !instruction.HasSideEffects && instruction.Operands.All(o => !copies.TryGetValue(o, out Value[]? of) || of.All(c => ReferenceEquals(c, of[0])));
        Value[] results = new Value[accesses.Count];
        for (int i = 0; i < results.Length; i++)
        {
            results[i] = isOnce && i > 0
                ? results[0]
                : builder.Add(instruction.Clone([.. instruction.Operands.Select(o => CopyOf(o, i))]));
        }

        return results;
    }

    private Value CopyOf(Value value, int index) => copies.TryGetValue(value, out Value[]? of) ? of[index] : value;
}
