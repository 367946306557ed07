using Panther.Jit.IR;

namespace Panther.Jit.Frontend;

/// <summary>
/// Takes out what the translation of a stack machine leaves behind: memory that is only written, and results that nobody takes.
/// The passes would do it too, but each would first have to carry it along.
/// </summary>
internal static class DeadStores
{
    public static void Remove(KernelFunction function)
    {
        var dead = new HashSet<Instruction>();
        var work = new Stack<Value>();
        foreach (AllocaInstruction alloca in function.Entry.Instructions.OfType<AllocaInstruction>().Where(a => a.Space == AddressSpace.Local))
        {
            var users = new List<Instruction>();
            if (IsOnlyWritten(alloca, users))
            {
                dead.UnionWith(users);
                dead.Add(alloca);
            }
        }

        foreach (Block block in function.Blocks)
        {
            foreach (Instruction instruction in block.Instructions)
            {
                work.Push(instruction);
            }
        }

        while (work.TryPop(out Value? value))
        {
            if (value is Instruction { HasSideEffects: false } instruction && !dead.Contains(instruction) && instruction.Users.All(dead.Contains))
            {
                dead.Add(instruction);
                foreach (Value operand in instruction.Operands)
                {
                    work.Push(operand);
                }
            }
            else if (value is StoreInstruction store && dead.Contains(store))
            {
                work.Push(store.Stored);
            }
        }

        Sweep(function, dead);
    }

    private static bool IsOnlyWritten(Value pointer, List<Instruction> users)
    {
        foreach (Instruction user in pointer.Users)
        {
            switch (user)
            {
                case GepInstruction:
                    if (!IsOnlyWritten(user, users))
                    {
                        return false;
                    }

                    break;
                case StoreInstruction store when !ReferenceEquals(store.Stored, pointer):
                    break;
                default:
                    return false;
            }

            users.Add(user);
        }

        return true;
    }

    private static void Sweep(KernelFunction function, HashSet<Instruction> dead)
    {
        foreach (Block block in function.Blocks)
        {
            if (block.Instructions.Any(dead.Contains))
            {
                block.SetInstructions(block.Instructions.Where(i => !dead.Contains(i)));
            }
        }

        foreach (Instruction instruction in dead)
        {
            instruction.Remove();
        }
    }
}
