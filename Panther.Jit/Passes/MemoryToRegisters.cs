using Panther.Jit.IR;

namespace Panther.Jit.Passes;

/// <summary>
/// Promotes local scalars to SSA values: phis on the iterated dominance frontier of the stores where the scalar is live, then one walk over
/// the dominator tree that renames all scalars together (Cytron et al., 1991; pruned as by Choi, Cytron and Ferrante, 1991).
/// What is read before it is stored is zero, as in memory.
/// </summary>
internal sealed class MemoryToRegisters
{
    private readonly KernelFunction function;
    private readonly DominatorTree dominators;
    private readonly Dictionary<Block, List<Block>> predecessors;
    private readonly Dictionary<AllocaInstruction, int> numbers = [];
    private readonly List<AllocaInstruction> allocas = [];
    private readonly List<IrType> types = [];
    private readonly Dictionary<PhiInstruction, int> phis = [];
    private readonly Dictionary<Block, List<PhiInstruction>> phisOf = [];

    private MemoryToRegisters(KernelFunction function)
    {
        this.function = function;
        dominators = new DominatorTree(function);
        predecessors = function.Predecessors();
    }

    /// <summary>Runs the pass. The function must have no unreachable blocks.</summary>
    public static bool Run(KernelFunction function)
    {
        var pass = new MemoryToRegisters(function);
        pass.FindScalars();
        if (pass.allocas.Count == 0)
        {
            return false;
        }

        pass.PlacePhis();
        pass.Rename();
        foreach (Block block in function.Blocks)
        {
            block.RemoveAll(pass.IsPromoted);
        }

        return true;
    }

    private void FindScalars()
    {
        foreach (Block block in function.Blocks)
        {
            foreach (Instruction instruction in block.Instructions)
            {
                if (instruction is AllocaInstruction { Space: AddressSpace.Local } alloca && ScalarType(alloca) is { } type)
                {
                    numbers.Add(alloca, allocas.Count);
                    allocas.Add(alloca);
                    types.Add(type);
                }
            }
        }
    }

    /// <summary>Returns the one type by which the whole allocation is loaded and stored, or null. Pointers are of one type whatever their space.</summary>
    private static IrType? ScalarType(AllocaInstruction alloca)
    {
        IrType? type = null;
        foreach (Instruction user in alloca.Users)
        {
            IrType? accessed = user switch
            {
                LoadInstruction { IsVolatile: false } load => load.Type,
                StoreInstruction store when !ReferenceEquals(store.Stored, alloca) => store.Stored.Type,
                _ => null,
            };
            bool fits = accessed is { } t && t.Size <= alloca.Size && (type is null || type == t || (type.Value.IsPointer && t.IsPointer));
            if (!fits)
            {
                return null;
            }

            type ??= accessed;
        }

        return type;
    }

    private bool IsPromoted(Instruction instruction) => instruction switch
    {
        AllocaInstruction alloca => numbers.ContainsKey(alloca),
        LoadInstruction { Pointer: AllocaInstruction alloca } => numbers.ContainsKey(alloca),
        StoreInstruction { Pointer: AllocaInstruction alloca } => numbers.ContainsKey(alloca),
        _ => false,
    };

    private void PlacePhis()
    {
        Dictionary<Block, HashSet<Block>>? frontiers = null;
        List<Block>[]? exposed = null;
        for (int number = 0; number < allocas.Count; number++)
        {
            AllocaInstruction alloca = allocas[number];
            if (IsInOneBlock(alloca))
            {
                continue;
            }

            frontiers ??= dominators.Frontiers();
            exposed ??= FindExposed();
            var defining = new HashSet<Block> { alloca.Block! };
            foreach (Instruction user in alloca.Users)
            {
                if (user is StoreInstruction)
                {
                    defining.Add(user.Block!);
                }
            }

            PlacePhis(number, defining, LiveBlocks(exposed[number], defining), frontiers);
        }
    }

    private static bool IsInOneBlock(AllocaInstruction alloca)
    {
        foreach (Instruction user in alloca.Users)
        {
            if (!ReferenceEquals(user.Block, alloca.Block))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Returns the blocks at whose start the scalar's value is still needed.</summary>
    private HashSet<Block> LiveBlocks(List<Block> exposed, HashSet<Block> defining)
    {
        var live = new HashSet<Block>();
        var work = new Stack<Block>(exposed);
        while (work.TryPop(out Block? block))
        {
            if (!live.Add(block))
            {
                continue;
            }

            foreach (Block predecessor in predecessors[block])
            {
                if (!defining.Contains(predecessor))
                {
                    work.Push(predecessor);
                }
            }
        }

        return live;
    }

    /// <summary>Returns, for each scalar, the blocks that load it before they store it.</summary>
    private List<Block>[] FindExposed()
    {
        var exposed = new List<Block>[allocas.Count];
        var settled = new Block?[allocas.Count];
        for (int i = 0; i < exposed.Length; i++)
        {
            exposed[i] = [];
        }

        foreach (Block block in function.Blocks)
        {
            foreach (Instruction instruction in block.Instructions)
            {
                AllocaInstruction? alloca = instruction switch
                {
                    AllocaInstruction own => own,
                    LoadInstruction load => load.Pointer as AllocaInstruction,
                    StoreInstruction store => store.Pointer as AllocaInstruction,
                    _ => null,
                };
                if (alloca is null || !numbers.TryGetValue(alloca, out int number) || ReferenceEquals(settled[number], block))
                {
                    continue;
                }

                settled[number] = block;
                if (instruction is LoadInstruction)
                {
                    exposed[number].Add(block);
                }
            }
        }

        return exposed;
    }

    private void PlacePhis(int number, HashSet<Block> defining, HashSet<Block> live, Dictionary<Block, HashSet<Block>> frontiers)
    {
        var placed = new HashSet<Block>();
        var work = new Stack<Block>(defining);
        while (work.TryPop(out Block? block))
        {
            foreach (Block join in frontiers[block])
            {
                if (!live.Contains(join) || !placed.Add(join))
                {
                    continue;
                }

                var phi = new PhiInstruction(types[number]) { Location = allocas[number].Location };
                join.InsertPhi(phi);
                phis.Add(phi, number);
                if (!phisOf.TryGetValue(join, out List<PhiInstruction>? list))
                {
                    phisOf.Add(join, list = []);
                }

                list.Add(phi);
                work.Push(join);
            }
        }
    }

    private void Rename()
    {
        var current = new Value[allocas.Count];
        for (int i = 0; i < current.Length; i++)
        {
            current[i] = function.Zero(types[i]);
        }

        var undo = new Stack<(int Number, Value Value)>();
        var stack = new Stack<(Block Block, int Undo)>();
        stack.Push((function.Entry, -1));
        while (stack.TryPop(out (Block Block, int Undo) frame))
        {
            if (frame.Undo >= 0)
            {
                while (undo.Count > frame.Undo)
                {
                    (int number, Value value) = undo.Pop();
                    current[number] = value;
                }

                continue;
            }

            stack.Push((frame.Block, undo.Count));
            Rename(frame.Block, current, undo);
            IReadOnlyList<Block> children = dominators.Children(frame.Block);
            for (int i = children.Count - 1; i >= 0; i--)
            {
                stack.Push((children[i], -1));
            }
        }
    }

    private void Rename(Block block, Value[] current, Stack<(int Number, Value Value)> undo)
    {
        void Set(int number, Value value)
        {
            undo.Push((number, current[number]));
            current[number] = value;
        }

        foreach (Instruction instruction in block.Instructions)
        {
            switch (instruction)
            {
                case PhiInstruction phi when phis.TryGetValue(phi, out int number):
                    Set(number, phi);
                    break;
                case AllocaInstruction alloca when numbers.TryGetValue(alloca, out int number):
                    Set(number, function.Zero(types[number]));
                    break;
                case LoadInstruction { Pointer: AllocaInstruction source } load when numbers.TryGetValue(source, out int number):
                    load.ReplaceAllUsesWith(current[number]);
                    break;
                case StoreInstruction { Pointer: AllocaInstruction target } store when numbers.TryGetValue(target, out int number):
                    Set(number, store.Stored);
                    break;
            }
        }

        IReadOnlyList<Block> successors = block.Successors;
        for (int i = 0; i < successors.Count; i++)
        {
            if ((i > 0 && ReferenceEquals(successors[i], successors[0])) || !phisOf.TryGetValue(successors[i], out List<PhiInstruction>? joined))
            {
                continue;
            }

            foreach (PhiInstruction phi in joined)
            {
                phi.AddIncoming(block, current[phis[phi]]);
            }
        }
    }
}
