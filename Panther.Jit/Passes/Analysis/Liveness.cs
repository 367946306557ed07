using Panther.Jit.IR;

namespace Panther.Jit.Passes.Analysis;

/// <summary>
/// The instructions whose results are needed later, per block: one walk from each use back to the definition (Boissinot et al., 2011).
/// A phi's operand is needed at the end of its source, and a phi itself only from its block on. Constants and parameters are left out.
/// </summary>
internal sealed class Liveness
{
    private readonly Dictionary<Block, HashSet<Instruction>> liveIn = [];
    private readonly Dictionary<Block, HashSet<Instruction>> liveOut = [];

    public Liveness(KernelFunction function)
    {
        Dictionary<Block, List<Block>> predecessors = function.Predecessors();
        foreach (Block block in function.Blocks)
        {
            liveIn.Add(block, []);
            liveOut.Add(block, []);
        }

        var work = new Stack<Block>();
        foreach (Block block in function.Blocks)
        {
            foreach (Instruction definition in block.Instructions)
            {
                foreach (Instruction user in definition.Users)
                {
                    if (user is PhiInstruction phi)
                    {
                        for (int i = 0; i < phi.Operands.Count; i++)
                        {
                            if (ReferenceEquals(phi.Operands[i], definition))
                            {
                                MarkOut(definition, phi.Sources[i], work);
                            }
                        }
                    }
                    else if (!ReferenceEquals(user.Block, block))
                    {
                        MarkIn(definition, user.Block!, work);
                    }
                }

                while (work.TryPop(out Block? needed))
                {
                    foreach (Block predecessor in predecessors[needed])
                    {
                        MarkOut(definition, predecessor, work);
                    }
                }
            }
        }
    }

    /// <summary>Returns what is defined before the block and needed in or after it.</summary>
    public IReadOnlyCollection<Instruction> LiveIn(Block block) => liveIn[block];

    /// <summary>Returns what is defined in or before the block and needed after it, on any of its edges.</summary>
    public IReadOnlyCollection<Instruction> LiveOut(Block block) => liveOut[block];

    public bool IsLiveIn(Instruction definition, Block block) => liveIn[block].Contains(definition);

    public bool IsLiveOut(Instruction definition, Block block) => liveOut[block].Contains(definition);

    private void MarkOut(Instruction definition, Block block, Stack<Block> work)
    {
        if (liveOut[block].Add(definition) && !ReferenceEquals(definition.Block, block))
        {
            MarkIn(definition, block, work);
        }
    }

    private void MarkIn(Instruction definition, Block block, Stack<Block> work)
    {
        if (liveIn[block].Add(definition))
        {
            work.Push(block);
        }
    }
}
