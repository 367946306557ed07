using System.Text;

namespace Panther.Jit.IR;

/// <summary>Writes a function as text. The numbering follows the order of blocks and instructions, so equal functions give equal text.</summary>
internal sealed class IrPrinter
{
    private readonly StringBuilder text = new();
    private readonly Dictionary<Value, string> names = [];
    private readonly Dictionary<Block, string> labels = [];

    private IrPrinter()
    {
    }

    public static string Print(KernelFunction function)
    {
        var printer = new IrPrinter();
        printer.Write(function);
        return printer.text.ToString();
    }

    private void Write(KernelFunction function)
    {
        foreach (Parameter parameter in function.Parameters)
        {
            names.Add(parameter, "%" + parameter.Name);
        }

        int next = 0;
        foreach (Block block in function.Blocks)
        {
            labels.Add(block, $"b{labels.Count}");
            foreach (Instruction instruction in block.Instructions.Where(i => !i.Type.IsVoid))
            {
                names.Add(instruction, $"%{next++}");
            }
        }

        string parameters = string.Join(", ", function.Parameters.Select(p => $"{p.Type} %{p.Name}"));
        text.Append("kernel ").Append(function.Name).Append('(').Append(parameters).Append(")\n{\n");
        foreach (Block block in function.Blocks)
        {
            text.Append(labels[block]).Append(":\n");
            foreach (Instruction instruction in block.Instructions)
            {
                text.Append("    ");
                if (!instruction.Type.IsVoid)
                {
                    text.Append(names[instruction]).Append(" = ");
                }

                text.Append(Describe(instruction)).Append('\n');
            }
        }

        text.Append("}\n");
    }

    private string Describe(Instruction instruction) => instruction switch
    {
        BinaryInstruction i => $"{Camel(i.Op)} {i.Type} {Join(i)}",
        UnaryInstruction i => $"{Camel(i.Op)} {i.Type} {Join(i)}",
        FusedMultiplyAddInstruction i => $"fma {i.Type} {Join(i)}",
        CompareInstruction i => $"compare.{Camel(i.Op)} {i.Left.Type} {Join(i)}",
        SelectInstruction i => $"select {i.Type} {Join(i)}",
        ConvertInstruction i => $"convert.{Camel(i.Op)} {i.Operand.Type} {Join(i)} to {i.Type}",
        IndexInstruction i => $"index {Camel(i.Kind)}",
        BuildVectorInstruction i => $"vector {i.Type} {Join(i)}",
        ExtractLaneInstruction i => $"lane {Name(i.Vector)}[{i.Lane}]",
        AllocaInstruction i => $"alloca {i.Type} {i.Name} size {i.Size} align {i.Alignment}",
        DynamicSharedSizeInstruction => "dynamicSharedSize",
        GepInstruction i => $"gep {i.Type} {Name(i.Pointer)} + {Name(i.Index)} * {i.Stride} + {i.Offset}",
        LoadInstruction i => $"load{(i.IsReadOnly ? ".readonly" : string.Empty)}{(i.IsVolatile ? ".volatile" : string.Empty)} {i.Type} {Join(i)}",
        StoreInstruction i => $"store {i.Stored.Type} {Join(i)}",
        AtomicInstruction i => $"atomic.{Camel(i.Op)} {i.Type} {Join(i)}",
        CompareExchangeInstruction i => $"atomic.compareExchange {i.Type} {Join(i)}",
        BarrierInstruction i => $"barrier.{Camel(i.Scope)}",
        FenceInstruction i => $"fence.{Camel(i.Scope)}",
        ShuffleInstruction i => $"shuffle.{Camel(i.Op)} {i.Type} {Join(i)}",
        DeviceInstruction i => $"device.{Camel(i.Op)}{(i.Type.IsVoid ? string.Empty : $" {i.Type}")}{(i.Operands.Count > 0 ? " " : string.Empty)}{Join(i)}",
        UnrollHintInstruction i => i.Unroll ? "unroll" : "noUnroll",
        BranchInstruction i => $"branch {labels[i.Target]}",
        ConditionalBranchInstruction i => $"branch {Name(i.Condition)} ? {labels[i.WhenTrue]} : {labels[i.WhenFalse]}",
        ReturnInstruction => "return",
        PhiInstruction i => $"phi {i.Type} " + string.Join(", ", i.Sources.Select((s, n) => $"{labels[s]}: {Name(i.Operands[n])}")),
        _ => throw new InvalidOperationException($"The printer does not know {instruction.GetType().Name}."),
    };

    private string Join(Instruction instruction) => string.Join(", ", instruction.Operands.Select(Name));

    private string Name(Value value) => value is Constant ? value.ToString()! : names.GetValueOrDefault(value, "%?");

    private static string Camel<T>(T value)
        where T : struct, Enum
    {
        string name = value.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
