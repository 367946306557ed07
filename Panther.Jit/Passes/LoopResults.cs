using Panther.Jit.IR;

namespace Panther.Jit.Passes;

/// <summary>
/// The values of a loop that are used behind it, while <see cref="LoopCopier"/> writes the loop out. Such a value is the last turn's; where the loop has
/// several ways out it goes through local memory, which <see cref="MemoryToRegisters"/> then turns into phis.
/// </summary>
internal sealed class LoopResults(KernelFunction function, Loop loop)
{
    private readonly Dictionary<Instruction, AllocaInstruction> slots = [];
    private readonly List<Instruction> leaving = [];

    /// <summary>Finds them and reserves their slots.</summary>
    /// <param name="blocks">The blocks of the loop.</param>
    public void Find(IEnumerable<Block> blocks)
    {
        int exits = 0;
        foreach (Block block in blocks)
        {
            foreach (Block successor in block.Successors)
            {
                exits += loop.Blocks.Contains(successor) ? 0 : 1;
            }

            foreach (Instruction instruction in block.Instructions)
            {
                if (IsUsedOutside(instruction))
                {
                    leaving.Add(instruction);
                }
            }
        }

        if (exits < 2)
        {
            return;
        }

        foreach (Instruction instruction in leaving)
        {
            var slot = new AllocaInstruction(AddressSpace.Local, instruction.Type.Size, instruction.Type.Size, "leaving");
            slots.Add(instruction, slot);
            function.Entry.Insert(0, slot);
        }
    }

    /// <summary>Puts a value that is used behind the loop into its slot, if it has one.</summary>
    public void Keep(Instruction original, Value value, Block copy)
    {
        if (slots.TryGetValue(original, out AllocaInstruction? slot))
        {
            copy.Append(new StoreInstruction(slot, value));
        }
    }

    /// <summary>Gives the users behind the loop what the copies have made.</summary>
    /// <param name="last">What became of the values in the last turn.</param>
    public void Replace(Dictionary<Value, Value> last)
    {
        foreach (Instruction instruction in leaving)
        {
            Instruction[] users = [.. instruction.Users];
            foreach (Instruction user in users)
            {
                if (user.Block is null || loop.Blocks.Contains(user.Block))
                {
                    continue;
                }

                if (!slots.TryGetValue(instruction, out AllocaInstruction? slot))
                {
                    user.ReplaceOperand(instruction, last.GetValueOrDefault(instruction, instruction));
                }
                else if (user is PhiInstruction phi)
                {
                    ReplaceInPhi(phi, instruction, slot);
                }
                else if (Contains(user, instruction))
                {
                    var load = new LoadInstruction(slot, instruction.Type) { Location = user.Location };
                    user.Block.InsertBefore(user, load);
                    user.ReplaceOperand(instruction, load);
                }
            }
        }
    }

    /// <summary>A phi behind the loop gets its values edge by edge, so it does not count.</summary>
    private bool IsUsedOutside(Instruction instruction)
    {
        foreach (Instruction user in instruction.Users)
        {
            if (!loop.Blocks.Contains(user.Block!) && !(user is PhiInstruction phi && TakesOnlyFromLoop(phi, instruction)))
            {
                return true;
            }
        }

        return false;
    }

    private bool TakesOnlyFromLoop(PhiInstruction phi, Instruction value)
    {
        for (int i = 0; i < phi.Operands.Count; i++)
        {
            if (ReferenceEquals(phi.Operands[i], value) && !loop.Blocks.Contains(phi.Sources[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static void ReplaceInPhi(PhiInstruction phi, Instruction instruction, AllocaInstruction slot)
    {
        for (int i = 0; i < phi.Operands.Count; i++)
        {
            if (ReferenceEquals(phi.Operands[i], instruction))
            {
                var load = new LoadInstruction(slot, instruction.Type) { Location = phi.Location };
                phi.Sources[i].InsertAtEnd(load);
                phi.SetOperand(i, load);
            }
        }
    }

    private static bool Contains(Instruction user, Instruction value)
    {
        foreach (Value operand in user.Operands)
        {
            if (ReferenceEquals(operand, value))
            {
                return true;
            }
        }

        return false;
    }
}
