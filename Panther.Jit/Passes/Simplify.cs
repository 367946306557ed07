using Panther.Jit.Compilation;
using Panther.Jit.IR;

namespace Panther.Jit.Passes;

/// <summary>
/// Replaces instructions by simpler equal ones, until nothing changes: constants, identities that hold for wrapping integers and for IEEE
/// floats (so no reassociation, and x + 0 stays because of -0), chains of conversions and of addresses.
/// </summary>
internal sealed partial class Simplify
{
    private const int MostSweeps = 10;

    private readonly KernelFunction function;
    private readonly TargetInfo target;
    private List<Instruction> output = [];
    private SourceLocation? location;

    private Simplify(KernelFunction function, TargetInfo target)
    {
        this.function = function;
        this.target = target;
    }

    public static bool Run(KernelFunction function, TargetInfo target)
    {
        var pass = new Simplify(function, target);
        bool any = false;
        for (int sweep = 0; sweep < MostSweeps; sweep++)
        {
            bool changed = false;
            foreach (Block block in function.Blocks)
            {
                changed |= pass.Visit(block);
            }

            any |= changed;
            if (!changed)
            {
                break;
            }
        }

        return any;
    }

    private bool Visit(Block block)
    {
        bool changed = false;
        IReadOnlyList<Instruction> old = block.Instructions;
        output = new List<Instruction>(old.Count);
        for (int i = 0; i < old.Count; i++)
        {
            Instruction instruction = old[i];
            location = instruction.Location;
            Value? simpler = Simpler(instruction);
            if (simpler is null)
            {
                output.Add(instruction);
                continue;
            }

            changed = true;
            if (instruction.IsTerminator)
            {
                continue;
            }

            instruction.ReplaceAllUsesWith(simpler);
            instruction.Detach();
        }

        if (changed)
        {
            block.SetInstructions(output);
        }

        return changed;
    }

    /// <summary>Returns an equal value, or null when the instruction is as simple as it gets.</summary>
    private Value? Simpler(Instruction instruction) => ConstantFolder.Fold(function, instruction) ?? instruction switch
    {
        BinaryInstruction i when i.IsCommutative && i.Left is Constant && i.Right is not Constant => Binary(i.Op, i.Right, i.Left),
        BinaryInstruction i when i.Type.IsFloat => SimplerFloat(i),
        BinaryInstruction i => SimplerInteger(i),
        UnaryInstruction i => SimplerUnary(i),
        CompareInstruction i => SimplerCompare(i),
        SelectInstruction i => SimplerSelect(i),
        ConvertInstruction i => SimplerConvert(i),
        GepInstruction i => SimplerGep(i),
        IndexInstruction i => KnownIndex(i),
        PhiInstruction i => ControlFlowCleanup.SingleValue(i),
        ExtractLaneInstruction { Vector: BuildVectorInstruction vector } i => vector.Operands[i.Lane],
        BuildVectorInstruction i => WholeVector(i),
        ConditionalBranchInstruction i => SwapBranch(i),
        _ => null,
    };

    /// <summary>Adds an instruction in front of the one that is being looked at, unless it is itself equal to something simpler.</summary>
    private Value Emit(Instruction instruction)
    {
        if (Simpler(instruction) is { } simpler)
        {
            instruction.Detach();
            return simpler;
        }

        instruction.Location = location;
        output.Add(instruction);
        return instruction;
    }

    private Value Binary(BinaryOp op, Value left, Value right) => Emit(new BinaryInstruction(op, left, right));

    private Value Unary(UnaryOp op, Value operand) => Emit(new UnaryInstruction(op, operand));

    private Value Convert(ConvertOp op, Value operand, IrType type) => Emit(new ConvertInstruction(op, operand, type));

    private Value Compare(CompareOp op, Value left, Value right) => Emit(new CompareInstruction(op, left, right));

    private Constant? KnownIndex(IndexInstruction i) => i.Kind switch
    {
        IndexKind.WarpSize => function.Int32(target.WarpSize),
        IndexKind.GroupDimX when target.GroupDim is { } dim => function.Int32(dim.X),
        IndexKind.GroupDimY when target.GroupDim is { } dim => function.Int32(dim.Y),
        IndexKind.GroupDimZ when target.GroupDim is { } dim => function.Int32(dim.Z),
        IndexKind.ThreadX when target.GroupDim is { X: 1 } => function.Int32(0),
        IndexKind.ThreadY when target.GroupDim is { Y: 1 } => function.Int32(0),
        IndexKind.ThreadZ when target.GroupDim is { Z: 1 } => function.Int32(0),
        _ => null,
    };

    private static Value? WholeVector(BuildVectorInstruction i)
    {
        if (i.Operands[0] is not ExtractLaneInstruction { Lane: 0 } first || first.Vector.Type != i.Type)
        {
            return null;
        }

        for (int lane = 1; lane < i.Operands.Count; lane++)
        {
            if (i.Operands[lane] is not ExtractLaneInstruction next || next.Lane != lane || !ReferenceEquals(next.Vector, first.Vector))
            {
                return null;
            }
        }

        return first.Vector;
    }

    /// <summary>Branches on the positive condition.</summary>
    private Value? SwapBranch(ConditionalBranchInstruction branch)
    {
        if (branch.Condition is not UnaryInstruction { Op: UnaryOp.Not } not)
        {
            return null;
        }

        var swapped = new ConditionalBranchInstruction(not.Operand, branch.WhenFalse, branch.WhenTrue) { Location = branch.Location };
        branch.Detach();
        output.Add(swapped);
        return swapped;
    }
}
