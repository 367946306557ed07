using Panther.Jit.IR;

namespace Panther.Jit.Passes;

/// <summary>
/// Computes 16-bit floats in single precision, as .NET's <see cref="Half"/> does: one operation, then one rounding back. Only loads, stores,
/// selections and conversions to and from single precision keep the 16-bit types, and those between Float16 and Float64.
/// </summary>
internal static class NarrowFloatArithmetic
{
    public static void Run(KernelFunction function)
    {
        foreach (Block block in function.Blocks)
        {
            foreach (Instruction instruction in block.Instructions.ToArray())
            {
                Lower(instruction);
            }
        }
    }

    private static void Lower(Instruction instruction)
    {
        switch (instruction)
        {
            case BinaryInstruction or UnaryInstruction or FusedMultiplyAddInstruction when IsHalf(instruction.Type):
                Narrow(instruction, Clone(instruction));
                break;
            case CompareInstruction compare when IsHalf(compare.Left.Type):
                Replace(compare, Clone(compare));
                break;
            case ConvertInstruction { Op: ConvertOp.SignedToFloat or ConvertOp.UnsignedToFloat } convert when IsHalf(convert.Type):
                Narrow(convert, new ConvertInstruction(convert.Op, convert.Operand, IrType.Float32));
                break;
            case ConvertInstruction { Op: ConvertOp.FloatToSigned or ConvertOp.FloatToUnsigned } convert when IsHalf(convert.Operand.Type):
                Replace(convert, new ConvertInstruction(convert.Op, Widen(convert, convert.Operand), convert.Type));
                break;
            case ConvertInstruction { Op: ConvertOp.FloatToFloat } convert when GoesThroughSingle(convert.Operand.Type.Kind, convert.Type.Kind):
                Replace(convert, new ConvertInstruction(ConvertOp.FloatToFloat, Widen(convert, convert.Operand), convert.Type));
                break;
            default:
                break;
        }
    }

    private static bool IsHalf(IrType type) => type.Kind is ScalarKind.Float16 or ScalarKind.BFloat16;

    private static bool GoesThroughSingle(ScalarKind from, ScalarKind to) => (from, to) is (ScalarKind.BFloat16, ScalarKind.Float16 or ScalarKind.Float64)
        or (ScalarKind.Float16, ScalarKind.BFloat16);

    /// <summary>Makes the same operation of the operands in single precision.</summary>
    private static Instruction Clone(Instruction instruction)
    {
        Value[] operands = [.. instruction.Operands.Select(o => Widen(instruction, o))];
        return instruction switch
        {
            BinaryInstruction i => new BinaryInstruction(i.Op, operands[0], operands[1]),
            UnaryInstruction i => new UnaryInstruction(i.Op, operands[0]),
            CompareInstruction i => new CompareInstruction(i.Op, operands[0], operands[1]),
            _ => new FusedMultiplyAddInstruction(operands[0], operands[1], operands[2]),
        };
    }

    private static ConvertInstruction Widen(Instruction before, Value operand)
    {
        var widened = new ConvertInstruction(ConvertOp.FloatToFloat, operand, IrType.Float32);
        before.Block!.InsertBefore(before, widened);
        return widened;
    }

    private static void Narrow(Instruction instruction, Instruction single)
    {
        instruction.Block!.InsertBefore(instruction, single);
        Replace(instruction, new ConvertInstruction(ConvertOp.FloatToFloat, single, instruction.Type));
    }

    private static void Replace(Instruction instruction, Instruction replacement)
    {
        instruction.Block!.InsertBefore(instruction, replacement);
        instruction.ReplaceWith(replacement);
    }
}
