using Panther.Jit.IR;

namespace Panther.Jit.Backends.Cpu.Analysis;

/// <summary>
/// Finds the values that are computed where they are taken instead of being kept in a local: those taken once, in their own block. Whole expressions
/// reach the machine-code compiler as trees, which it folds better, and which count less against its limits.
/// </summary>
internal sealed class Inlining
{
    /// <summary>Deeper trees cost the machine-code compiler stack.</summary>
    private const int DepthLimit = 20;

    private readonly HashSet<Value> inlined = [];
    private readonly Dictionary<Value, int> depth = [];
    private readonly Dictionary<Instruction, int> place = [];
    private readonly LaneShapes shapes;
    private readonly ValueForms forms;
    private readonly Hoisting hoisting;

    private readonly bool hasMaskedAccess;

    public Inlining(BlockOrder order, LaneShapes shapes, ValueForms forms, Hoisting hoisting, bool hasMaskedAccess)
    {
        this.hasMaskedAccess = hasMaskedAccess;
        this.shapes = shapes;
        this.forms = forms;
        this.hoisting = hoisting;
        foreach (Block block in order.Blocks)
        {
            Choose(block);
        }
    }

    public bool IsInlined(Value value) => inlined.Contains(value);

    /// <summary>Returns where in its block a value is really computed: at the place of who takes it, if it is inlined.</summary>
    public int PlaceOf(Instruction value) => place[value];

    private void Choose(Block block)
    {
        var effects = new int[block.Instructions.Count + 1];
        for (int i = 0; i < block.Instructions.Count; i++)
        {
            effects[i + 1] = effects[i] + (block.Instructions[i].HasSideEffects && !block.Instructions[i].IsTerminator ? 1 : 0);
        }

        for (int i = block.Instructions.Count - 1; i >= 0; i--)
        {
            Instruction value = block.Instructions[i];
            place[value] = i;
            if (forms.Takers(value) is not [var taker] || !ReferenceEquals(taker.Block, block) || taker is PhiInstruction
                || !IsExpression(value) || !TakesOnce(taker, value) || hoisting.Level(value) != ComputedPer.Warp)
            {
                continue;
            }

            int target = place[taker];
            if (value is LoadInstruction && effects[target] != effects[i])
            {
                continue;
            }

            int level = depth.GetValueOrDefault(taker) + 1;
            if (level <= DepthLimit)
            {
                inlined.Add(value);
                place[value] = target;
                depth[value] = level;
            }
        }
    }

    /// <summary>Returns whether a vector form is computed without statements before it.</summary>
    private bool IsExpression(Instruction value)
    {
        if (value is PhiInstruction or AllocaInstruction or BuildVectorInstruction or AtomicInstruction or CompareExchangeInstruction
            or ShuffleInstruction or IndexInstruction || value.Type.IsVector)
        {
            return false;
        }

        if (value is LoadInstruction { IsVolatile: true })
        {
            return false;
        }

        // Without masked loads, masked code reads lane by lane.
        if (value is LoadInstruction && !hasMaskedAccess && shapes.Exact(value).IsVarying)
        {
            return false;
        }

        if (!shapes.Exact(value).IsVarying)
        {
            return !(forms.NeedsVector(value) && LaneLayout.Parts(value.Type) == 2);
        }

        return !forms.NeedsVector(value) || !StatementOps.IsStatement(value, shapes);
    }

    /// <summary>Returns whether the taker computes this operand at one place only.</summary>
    private bool TakesOnce(Instruction taker, Value value)
    {
        switch (taker)
        {
            case BuildVectorInstruction or ExtractLaneInstruction:
                return false;
            case StoreInstruction store:
                return store.Stored.Type.Lanes == 1 && (LaneLayout.Parts(store.Stored.Type) == 1 || forms.IsUniformStore(store)) && !ReferenceEquals(store.Pointer, store.Stored);
            case LoadInstruction load:
                return load.Type.Lanes == 1 && (LaneLayout.Parts(load.Type) == 1 || shapes.Exact(load).IsUniform);
            case ConditionalBranchInstruction:
                return true;
            case CompareInstruction compare when AffineBound.Matches(compare, shapes):
                return false;
            default:
                break;
        }

        bool vector = forms.NeedsVector(taker) && shapes.Exact(taker).IsVarying;
        if (!vector || taker.Type.IsVoid)
        {
            return true;
        }

        bool split = shapes.Exact(value).IsVarying && LaneLayout.Parts(value.Type) == 2;
        return LaneLayout.Parts(taker.Type) == 1 || split;
    }
}
