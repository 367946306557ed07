using Panther.Jit.IR;

namespace Panther.Jit.Backends.Cpu.Analysis;

/// <summary>Accesses of one block by which each lane reads, or writes, neighbouring elements of its own row.</summary>
/// <param name="Accesses">The accesses, element by element.</param>
/// <param name="Place">The access at whose place all are made.</param>
/// <param name="Offset">The distance in bytes from what that one accesses to the first element.</param>
internal sealed record LaneRow(IReadOnlyList<Instruction> Accesses, Instruction Place, long Offset);

/// <summary>Finds the accesses that are done row by row: what the lanes read is a matrix of which each lane has a row, and which is transposed in registers.</summary>
internal sealed class LaneRows
{
    private readonly Dictionary<Instruction, LaneRow> rows = [];
    private readonly LaneShapes shapes;
    private readonly FirstLaneTerms terms;
    private readonly Inlining inlining;
    private readonly int lanes;

    public LaneRows(IEnumerable<Block> blocks, LaneShapes shapes, ValueForms forms, Inlining inlining, int lanes)
    {
        this.shapes = shapes;
        terms = new FirstLaneTerms(shapes);
        this.inlining = inlining;
        this.lanes = lanes;
        foreach (Block block in blocks)
        {
            var loads = new List<Instruction>();
            var stores = new List<Instruction>();
            foreach (Instruction instruction in block.Instructions)
            {
                bool isStore = instruction is StoreInstruction;
                bool isRow = instruction switch
                {
                    LoadInstruction { IsVolatile: false } load => forms.NeedsVector(load) && IsApart(load.Pointer, load.Type),
                    StoreInstruction store => IsApart(store.Pointer, store.Stored.Type) && !TakesLoad(store.Stored),
                    _ => false,
                };
                if (instruction.HasSideEffects)
                {
                    Close(loads, isFirst: true);
                }

                if ((instruction.HasSideEffects || instruction is LoadInstruction) && !(isRow && isStore))
                {
                    Close(stores, isFirst: false);
                }

                if (isRow)
                {
                    (isStore ? stores : loads).Add(instruction);
                }
            }

            Close(loads, isFirst: true);
            Close(stores, isFirst: false);
        }
    }

    /// <summary>Returns the row that an access belongs to, or null.</summary>
    public LaneRow? Of(Instruction access) => rows.GetValueOrDefault(access);

    private bool IsApart(Value pointer, IrType type)
    {
        if (type.IsVector || type.Size is not (4 or 8) || shapes.ForAddress(pointer).Offsets is not { } offsets || offsets.Stride == type.Size)
        {
            return false;
        }

        return Enumerable.Range(0, lanes).Select(lane => offsets[lane]).Distinct().Count() == lanes;
    }

    /// <summary>Returns whether a load is made where the value is taken.</summary>
    private bool TakesLoad(Value value) =>
        inlining.IsInlined(value) && value is Instruction instruction && (instruction is LoadInstruction || instruction.Operands.Any(TakesLoad));

    private void Close(List<Instruction> accesses, bool isFirst)
    {
        foreach (var alike in accesses.Select(a => (Access: a, Address: terms.Of(a.Operands[0])))
            .GroupBy(a => (a.Address.Key, shapes.ForAddress(a.Access.Operands[0]).Offsets, Type: a.Access is StoreInstruction s ? s.Stored.Type : a.Access.Type)))
        {
            var sorted = alike.OrderBy(a => a.Address.Constant).ToArray();
            int size = alike.Key.Type.Size;
            int most = lanes / LaneLayout.Parts(alike.Key.Type);
            for (int begin = 0; begin < sorted.Length;)
            {
                int end = begin + 1;
                while (end < sorted.Length && end - begin < most && sorted[end].Address.Constant == sorted[end - 1].Address.Constant + size)
                {
                    end++;
                }

                int length = end - begin >= most ? most : end - begin >= most / 2 ? most / 2 : 0;
                if (length > 1)
                {
                    Instruction[] row = [.. sorted[begin..(begin + length)].Select(a => a.Access)];
                    Instruction place = isFirst ? accesses.First(row.Contains) : accesses.Last(row.Contains);
                    var found = new LaneRow(row, place, sorted[begin].Address.Constant - terms.Of(place.Operands[0]).Constant);
                    foreach (Instruction access in row)
                    {
                        rows.Add(access, found);
                    }
                }

                begin += Math.Max(1, length);
            }
        }

        accesses.Clear();
    }
}
