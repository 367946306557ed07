using Panther.Jit.IR;

namespace Panther.Jit.Passes;

/// <summary>
/// Computes each pure value once: a hash table of what has been computed, scoped over the dominator tree (Briggs, Cooper and Simpson, 1997).
/// Inside a block, a load of what has just been loaded or stored takes the known value.
/// </summary>
internal sealed class GlobalValueNumbering
{
    private readonly DominatorTree dominators;
    private readonly Dictionary<Instruction, Instruction> available = new(new InstructionEquality());
    private readonly List<Instruction> scope = [];
    private readonly KnownMemory memory = new();
    private bool changed;

    private GlobalValueNumbering(KernelFunction function) => dominators = new DominatorTree(function);

    /// <summary>Runs the pass. The function must have no unreachable blocks.</summary>
    public static bool Run(KernelFunction function)
    {
        var pass = new GlobalValueNumbering(function);
        var stack = new Stack<(Block Block, int Scope)>();
        stack.Push((function.Entry, -1));
        while (stack.TryPop(out (Block Block, int Scope) frame))
        {
            if (frame.Scope >= 0)
            {
                pass.Leave(frame.Scope);
                continue;
            }

            stack.Push((frame.Block, pass.scope.Count));
            pass.Visit(frame.Block);
            IReadOnlyList<Block> children = pass.dominators.Children(frame.Block);
            for (int i = children.Count - 1; i >= 0; i--)
            {
                stack.Push((children[i], -1));
            }
        }

        return pass.changed;
    }

    private void Leave(int count)
    {
        for (int i = scope.Count - 1; i >= count; i--)
        {
            available.Remove(scope[i]);
        }

        scope.RemoveRange(count, scope.Count - count);
    }

    private void Visit(Block block)
    {
        memory.Clear();
        var output = new List<Instruction>(block.Instructions.Count);
        foreach (Instruction instruction in block.Instructions)
        {
            Value? known = instruction.IsPure && !instruction.Type.IsVoid ? Known(instruction) : memory.Visit(instruction);
            if (known is null)
            {
                output.Add(instruction);
                continue;
            }

            instruction.ReplaceAllUsesWith(known);
            instruction.Detach();
            changed = true;
        }

        if (output.Count < block.Instructions.Count)
        {
            block.SetInstructions(output);
        }
    }

    private Instruction? Known(Instruction instruction)
    {
        if (available.TryGetValue(instruction, out Instruction? known))
        {
            return known;
        }

        available.Add(instruction, instruction);
        scope.Add(instruction);
        return null;
    }
}
