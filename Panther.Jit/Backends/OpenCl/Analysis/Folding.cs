using Panther.Jit.IR;

namespace Panther.Jit.Backends.OpenCl.Analysis;

/// <summary>
/// Chooses the instructions that become part of the expressions that take them instead of variables: those taken once, where nothing between
/// could change the result, and those that cost nothing to write again.
/// </summary>
internal sealed class Folding
{
    /// <summary>Longer expressions are cut into several.</summary>
    private const int MostOperations = 12;

    private readonly LoopForest loops;
    private readonly HashSet<Instruction> folded = [];
    private readonly HashSet<Instruction> unused = [];
    private readonly Dictionary<Value, int> sites = [];
    private readonly Dictionary<Instruction, Place> places = [];
    private readonly Dictionary<Block, int[]> effects = [];
    private readonly Dictionary<Instruction, int> positions = [];
    private readonly Dictionary<Place, int> operations = [];

    public Folding(DominatorTree dominators, LoopForest loops)
    {
        this.loops = loops;
        foreach (Block block in dominators.ReversePostorder)
        {
            Count(block);
        }

        // Users come before what they use.
        for (int b = dominators.ReversePostorder.Count - 1; b >= 0; b--)
        {
            Block block = dominators.ReversePostorder[b];
            for (int i = block.Instructions.Count - 1; i >= 0; i--)
            {
                Choose(block.Instructions[i], dominators);
            }
        }
    }

    /// <summary>Where an expression is computed in the end; the root tells statements at one place apart.</summary>
    private readonly record struct Place(Block Block, int Position, Instruction Root);

    public bool IsFolded(Instruction value) => folded.Contains(value);

    /// <summary>Returns whether nobody takes the result, so that nothing needs to be written.</summary>
    public bool IsUnused(Instruction value) => unused.Contains(value);

    private void Count(Block block)
    {
        var counts = new int[block.Instructions.Count + 1];
        for (int i = 0; i < block.Instructions.Count; i++)
        {
            positions.Add(block.Instructions[i], i);
            counts[i + 1] = counts[i] + (HasEffect(block.Instructions[i]) ? 1 : 0);
        }

        effects.Add(block, counts);
    }

    /// <summary>Shuffles are nothing in warps of one thread.</summary>
    private static bool HasEffect(Instruction instruction) =>
        instruction.HasSideEffects && !instruction.IsTerminator && instruction is not ShuffleInstruction;

    private void Choose(Instruction value, DominatorTree dominators)
    {
        places[value] = new Place(value.Block!, positions[value], value);
        int taken = value.Users.Where(u => dominators.IsReachable(u.Block!)).Sum(u => SitesIn(u, value));
        sites[value] = taken;
        if (taken == 0)
        {
            if (!HasEffect(value) && !value.IsTerminator)
            {
                unused.Add(value);
            }

            return;
        }

        if (!CanFold(value))
        {
            return;
        }

        if ((taken > 1 || !TryFold(value, dominators)) && IsCheap(value))
        {
            folded.Add(value);
        }
    }

    private int SitesIn(Instruction user, Value value)
    {
        if (unused.Contains(user) || (!ReferenceEquals(user, value) && GridIndex.Dimension(user) is not null))
        {
            return 0;
        }

        int occurrences = user.Operands.Count(o => ReferenceEquals(o, value));
        if (user is ShuffleInstruction shuffle)
        {
            occurrences = ReferenceEquals(shuffle.Shuffled, value) ? 1 : 0;
        }

        return folded.Contains(user) ? occurrences * sites[user] : occurrences;
    }

    private bool TryFold(Instruction value, DominatorTree dominators)
    {
        Instruction user = value.Users.Single(u => dominators.IsReachable(u.Block!) && SitesIn(u, value) > 0);
        Place place = user is PhiInstruction phi ? EndOfSource(phi, value) : folded.Contains(user) ? places[user] : new Place(user.Block!, positions[user], user);
        // What costs nothing may be written there even so, but what it is computed from may not.
        places[value] = place;
        if (!CanMove(value, place))
        {
            return false;
        }

        int weight = value is GepInstruction or ConvertInstruction or LoadInstruction ? 0 : 1;
        int total = operations.GetValueOrDefault(place) + weight;
        if (total > MostOperations)
        {
            return false;
        }

        operations[place] = total;
        folded.Add(value);
        return true;
    }

    private Place EndOfSource(PhiInstruction phi, Value value)
    {
        for (int i = 0; i < phi.Operands.Count; i++)
        {
            if (ReferenceEquals(phi.Operands[i], value))
            {
                Block source = phi.Sources[i];
                return new Place(source, source.Instructions.Count - 1, phi);
            }
        }

        throw new InvalidOperationException("A phi does not take what it is a user of.");
    }

    private bool CanMove(Instruction value, Place place)
    {
        Block from = value.Block!;
        if (ReferenceEquals(from, place.Block))
        {
            return value is not LoadInstruction || effects[from][place.Position] == effects[from][positions[value]];
        }

        // Out of loops, but never into them. What has taken a load in has to stay in its block.
        Loop? loop = loops.Innermost(place.Block);
        return value is not LoadInstruction && (loop is null || loop.Blocks.Contains(from));
    }

    private static bool CanFold(Instruction value) => value is not (AllocaInstruction or PhiInstruction or AtomicInstruction
        or CompareExchangeInstruction or LoadInstruction { IsVolatile: true });

    /// <summary>Returns whether writing the expression at each place of use is no worse than a variable.</summary>
    private static bool IsCheap(Instruction value) => value switch
    {
        ExtractLaneInstruction or ShuffleInstruction => true,
        ConvertInstruction { Op: ConvertOp.SignExtend or ConvertOp.ZeroExtend or ConvertOp.Truncate or ConvertOp.BitCast } => true,
        UnaryInstruction { Op: UnaryOp.Not, Type.Kind: ScalarKind.Bool } => true,
        CompareInstruction { Op: <= CompareOp.GreaterEqualUnsigned } compare => IsAtom(compare.Left) && IsAtom(compare.Right),
        GepInstruction { Index: Constant } => true,
        GepInstruction { Pointer: Parameter or AllocaInstruction or PhiInstruction } gep => !IsComputed(gep.Index),
        _ => false,
    };

    /// <summary>Returns whether a value is a name or a number wherever it is taken.</summary>
    private static bool IsAtom(Value value) => value is Constant or Parameter or PhiInstruction or Instruction { Users.Count: > 1 }
        || GridIndex.Dimension(value) is not null;

    private static bool IsComputed(Value index) => index switch
    {
        ConvertInstruction { Op: ConvertOp.SignExtend or ConvertOp.ZeroExtend } extended => IsComputed(extended.Operand),
        BinaryInstruction sum => sum.Users.Count == 1 && GridIndex.Dimension(sum) is null,
        _ => false,
    };
}
