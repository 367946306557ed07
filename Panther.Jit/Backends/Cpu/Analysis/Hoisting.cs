using Panther.Jit.IR;

namespace Panther.Jit.Backends.Cpu.Analysis;

/// <summary>How often a value must be computed.</summary>
internal enum ComputedPer : byte
{
    Launch,
    Group,

    /// <summary>Where it stands in the code.</summary>
    Warp,
}

/// <summary>Finds the scalars that depend on nothing but the launch, or the group, and can be computed before the loops over groups and warps.</summary>
internal sealed class Hoisting
{
    private readonly Dictionary<Value, ComputedPer> levels = [];

    public Hoisting(BlockOrder order, LaneShapes shapes)
    {
        foreach (Block block in order.Blocks)
        {
            foreach (Instruction instruction in block.Instructions.Where(i => !i.Type.IsVoid))
            {
                levels.Add(instruction, Classify(instruction, shapes));
            }
        }
    }

    public ComputedPer Level(Value value) => value is Instruction ? levels.GetValueOrDefault(value, ComputedPer.Warp) : ComputedPer.Launch;

    private ComputedPer Classify(Instruction instruction, LaneShapes shapes)
    {
        if (!shapes.Exact(instruction).IsUniform)
        {
            return ComputedPer.Warp;
        }

        return instruction switch
        {
            IndexInstruction { Kind: IndexKind.GroupX or IndexKind.GroupY or IndexKind.GroupZ } => ComputedPer.Group,
            IndexInstruction
            {
                Kind: IndexKind.GridDimX or IndexKind.GridDimY or IndexKind.GridDimZ
                or IndexKind.GroupDimX or IndexKind.GroupDimY or IndexKind.GroupDimZ or IndexKind.WarpSize
            } => ComputedPer.Launch,
            AllocaInstruction { Space: AddressSpace.Shared } or DynamicSharedSizeInstruction => ComputedPer.Launch,
            BinaryInstruction or UnaryInstruction or FusedMultiplyAddInstruction or CompareInstruction or SelectInstruction
                or ConvertInstruction or GepInstruction => instruction.Operands.Select(Level).Max(),
            _ => ComputedPer.Warp,
        };
    }
}
