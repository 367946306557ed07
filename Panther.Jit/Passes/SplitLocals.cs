using Panther.Jit.IR;

namespace Panther.Jit.Passes;

/// <summary>
/// Scalar replacement of aggregates: a local allocation that is only loaded from and stored to at constant offsets is split into one
/// allocation a scalar, which <see cref="MemoryToRegisters"/> can then promote. Wide accesses fall apart into lanes; accesses of one place
/// by types of one width are cast. Bytes that accesses of different widths share stay in the old allocation, and an allocation that is
/// indexed by a variable stays as it is.
/// </summary>
internal sealed class SplitLocals
{
    private readonly KernelFunction function;
    private readonly Dictionary<Instruction, (AllocaInstruction Alloca, long Offset)> accesses = [];
    private readonly Dictionary<AllocaInstruction, SortedDictionary<long, AllocaInstruction>> scalars = [];
    private readonly Dictionary<AllocaInstruction, IrType> types = [];
    private List<Instruction> output = [];

    private SplitLocals(KernelFunction function) => this.function = function;

    public static bool Run(KernelFunction function)
    {
        var pass = new SplitLocals(function);
        pass.Plan();
        if (pass.scalars.Count == 0)
        {
            return false;
        }

        foreach (Block block in function.Blocks)
        {
            pass.Rewrite(block);
        }

        return true;
    }

    private void Plan()
    {
        foreach (Block block in function.Blocks)
        {
            foreach (Instruction instruction in block.Instructions)
            {
                if (instruction is not AllocaInstruction { Space: AddressSpace.Local } alloca
                    || !LocalAccesses.TryCollect(alloca, out LocalAccesses? collected)
                    || collected.IsScalar())
                {
                    continue;
                }

                SortedDictionary<long, IrType> slots = collected.FindSlots();
                if (slots.Count > 0)
                {
                    Plan(alloca, slots, collected.All);
                }
            }
        }
    }

    private void Plan(AllocaInstruction alloca, SortedDictionary<long, IrType> slots, IReadOnlyList<LocalAccess> all)
    {
        var fresh = new SortedDictionary<long, AllocaInstruction>();
        foreach ((long offset, IrType type) in slots)
        {
            var scalar = new AllocaInstruction(AddressSpace.Local, type.Size, type.Size, alloca.Name) { Location = alloca.Location };
            fresh.Add(offset, scalar);
            types.Add(scalar, type);
        }

        bool any = false;
        foreach (LocalAccess access in all)
        {
            // Accesses that meet no scalar keep to the old memory.
            for (int lane = 0; lane < access.Type.Lanes; lane++)
            {
                if (fresh.ContainsKey(access.Offset + (lane * access.Type.Element.Size)))
                {
                    accesses[access.Instruction] = (alloca, access.Offset);
                    any = true;
                }
            }
        }

        if (any)
        {
            scalars.Add(alloca, fresh);
        }
    }

    private void Rewrite(Block block)
    {
        Instruction[] old = [.. block.Instructions];
        output = new List<Instruction>(old.Length);
        bool changed = false;
        foreach (Instruction instruction in old)
        {
            if (instruction is AllocaInstruction alloca && scalars.TryGetValue(alloca, out SortedDictionary<long, AllocaInstruction>? fresh))
            {
                changed = true;
                output.Add(alloca);
                output.AddRange(fresh.Values);
            }
            else if (accesses.TryGetValue(instruction, out (AllocaInstruction Alloca, long Offset) place))
            {
                changed = true;
                if (instruction is LoadInstruction load)
                {
                    Rewrite(load, place.Alloca, place.Offset);
                }
                else
                {
                    Rewrite((StoreInstruction)instruction, place.Alloca, place.Offset);
                }
            }
            else
            {
                output.Add(instruction);
            }
        }

        if (changed)
        {
            block.SetInstructions(output);
        }
    }

    private void Rewrite(LoadInstruction load, AllocaInstruction alloca, long offset)
    {
        IrType element = load.Type.Element;
        var lanes = new Value[load.Type.Lanes];
        for (int lane = 0; lane < lanes.Length; lane++)
        {
            (Value pointer, IrType type) = Pointer(alloca, offset + (lane * element.Size), element, load.Location);
            lanes[lane] = Cast(Add(new LoadInstruction(pointer, type), load.Location), element, load.Location);
        }

        Value value = lanes.Length == 1 ? lanes[0] : Add(new BuildVectorInstruction(lanes), load.Location);
        load.ReplaceAllUsesWith(value);
        load.Detach();
    }

    private void Rewrite(StoreInstruction store, AllocaInstruction alloca, long offset)
    {
        Value stored = store.Stored;
        IrType element = stored.Type.Element;
        for (int lane = 0; lane < stored.Type.Lanes; lane++)
        {
            Value value = stored.Type.IsVector ? Add(new ExtractLaneInstruction(stored, lane), store.Location) : stored;
            (Value pointer, IrType type) = Pointer(alloca, offset + (lane * element.Size), element, store.Location);
            Add(new StoreInstruction(pointer, Cast(value, type, store.Location)), store.Location);
        }

        store.Detach();
    }

    /// <summary>Returns the scalar at an offset, or the place in the old memory.</summary>
    private (Value Pointer, IrType Type) Pointer(AllocaInstruction alloca, long offset, IrType element, SourceLocation? location) =>
        scalars[alloca].TryGetValue(offset, out AllocaInstruction? scalar)
            ? (scalar, types[scalar])
            : (Add(new GepInstruction(alloca, function.Int32(0), 1, offset), location), element);

    /// <summary>Gives a value another type of the same width.</summary>
    private Value Cast(Value value, IrType type, SourceLocation? location)
    {
        if (value.Type == type || (value.Type.IsPointer && type.IsPointer))
        {
            return value;
        }

        if (value.Type == IrType.Bool)
        {
            return Cast(Add(new ConvertInstruction(ConvertOp.ZeroExtend, value, IrType.Int8), location), type, location);
        }

        if (type == IrType.Bool)
        {
            return Add(new CompareInstruction(CompareOp.NotEqual, value, function.Zero(value.Type)), location);
        }

        if (value.Type.IsPointer)
        {
            return Cast(Add(new ConvertInstruction(ConvertOp.PointerToInt, value, IrType.Int64), location), type, location);
        }

        if (type.IsPointer)
        {
            return Add(new ConvertInstruction(ConvertOp.IntToPointer, Cast(value, IrType.Int64, location), type), location);
        }

        return Add(new ConvertInstruction(ConvertOp.BitCast, value, type), location);
    }

    private T Add<T>(T instruction, SourceLocation? location)
        where T : Instruction
    {
        instruction.Location = location;
        output.Add(instruction);
        return instruction;
    }
}
