using Panther.Jit.IR;

namespace Panther.Jit.Passes;

/// <summary>
/// Keeps what has an effect and what that needs; circles of phis that feed only themselves go, and so do stores to local memory that
/// nobody reads.
/// </summary>
internal static class DeadCode
{
    public static bool Run(KernelFunction function)
    {
        var live = new HashSet<Instruction>();
        var work = new Stack<Instruction>();
        HashSet<AllocaInstruction> unread = FindUnread(function);
        foreach (Block block in function.Blocks)
        {
            foreach (Instruction instruction in block.Instructions)
            {
                if (instruction.HasSideEffects && !(instruction is StoreInstruction store && Root(store.Pointer) is { } root && unread.Contains(root)))
                {
                    live.Add(instruction);
                    work.Push(instruction);
                }
            }
        }

        while (work.TryPop(out Instruction? needed))
        {
            foreach (Value operand in needed.Operands)
            {
                if (operand is Instruction definition && live.Add(definition))
                {
                    work.Push(definition);
                }
            }
        }

        bool changed = false;
        foreach (Block block in function.Blocks)
        {
            changed |= block.RemoveAll(i => !live.Contains(i));
        }

        return changed;
    }

    private static AllocaInstruction? Root(Value pointer)
    {
        while (pointer is GepInstruction gep)
        {
            pointer = gep.Pointer;
        }

        return pointer as AllocaInstruction;
    }

    private static HashSet<AllocaInstruction> FindUnread(KernelFunction function)
    {
        var unread = new HashSet<AllocaInstruction>();
        foreach (Block block in function.Blocks)
        {
            foreach (Instruction instruction in block.Instructions)
            {
                if (instruction is AllocaInstruction { Space: AddressSpace.Local } alloca && IsOnlyStoredTo(alloca))
                {
                    unread.Add(alloca);
                }
            }
        }

        return unread;
    }

    private static bool IsOnlyStoredTo(Instruction pointer)
    {
        foreach (Instruction user in pointer.Users)
        {
            bool harmless = user switch
            {
                GepInstruction gep => IsOnlyStoredTo(gep),
                StoreInstruction store => !ReferenceEquals(store.Stored, pointer),
                _ => false,
            };
            if (!harmless)
            {
                return false;
            }
        }

        return true;
    }
}
