using Panther.Jit.IR;

namespace Panther.Tests.Engine;

/// <summary>One instruction with the slots of its operands and of its result in a thread's frame.</summary>
internal readonly record struct IrStep(Instruction Instruction, int[] Operands, int Result);

/// <summary>A function with its values numbered: a thread's frame is an array of 64-bit slots, one for each lane of each value.</summary>
internal sealed unsafe class IrProgram
{
    private readonly Dictionary<Value, int> slots = [];
    private readonly List<ulong> template = [];
    private readonly Dictionary<Block, IrStep[]> blocks = [];

    public IrProgram(KernelFunction function, byte* parameters)
    {
        Entry = function.Entry;
        foreach (Parameter parameter in function.Parameters)
        {
            AddSlot(parameter, ReadScalar(parameter.Type, parameters + parameter.BlockOffset));
        }

        foreach (Instruction instruction in function.Blocks.SelectMany(b => b.Instructions))
        {
            AddSlot(instruction, 0);
        }

        foreach (Block block in function.Blocks)
        {
            blocks.Add(block, [.. block.Instructions.Select(Decode)]);
        }
    }

    public Block Entry { get; }

    public ulong[] NewFrame() => [.. template];

    public IrStep[] Steps(Block block) => blocks[block];

    public int Slot(Value value)
    {
        if (!slots.TryGetValue(value, out int slot))
        {
            slot = value is Constant constant ? AddSlot(constant, constant.Bits) : throw new InvalidOperationException("An operand is defined nowhere.");
        }

        return slot;
    }

    /// <summary>Reads the bits of a scalar; a bool is 0 or 1.</summary>
    public static ulong ReadScalar(IrType type, byte* address) => type.Size switch
    {
        1 => type.Kind == ScalarKind.Bool ? (*address != 0 ? 1UL : 0UL) : *address,
        2 => *(ushort*)address,
        4 => *(uint*)address,
        _ => *(ulong*)address,
    };

    private int AddSlot(Value value, ulong bits)
    {
        int slot = template.Count;
        slots.Add(value, slot);
        for (int lane = 0; lane < value.Type.Lanes; lane++)
        {
            template.Add(bits);
        }

        return slot;
    }

    private IrStep Decode(Instruction instruction) => new(instruction, [.. instruction.Operands.Select(Slot)], slots[instruction]);
}
