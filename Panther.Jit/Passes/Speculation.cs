using Panther.Jit.IR;

namespace Panther.Jit.Passes;

/// <summary>Which instructions may be executed where the source would not have executed them.</summary>
internal static class Speculation
{
    /// <summary>Returns whether the instruction only computes, and has a result for every operand.</summary>
    public static bool IsSafe(Instruction instruction)
    {
        if (!instruction.IsPure || instruction.Type.IsVoid)
        {
            return false;
        }

        return instruction is not BinaryInstruction { Op: BinaryOp.DivSigned or BinaryOp.DivUnsigned or BinaryOp.RemSigned or BinaryOp.RemUnsigned } division
            || division.Right is Constant { IsZero: false, AsInt64: not -1 };
    }

    /// <summary>Returns whether the instruction is also about as cheap as a jump.</summary>
    public static bool IsCheap(Instruction instruction) => IsSafe(instruction) && instruction switch
    {
        BinaryInstruction i => i.Op is not (BinaryOp.DivSigned or BinaryOp.DivUnsigned or BinaryOp.RemSigned or BinaryOp.RemUnsigned
            or BinaryOp.DivFloat or BinaryOp.RemFloat or BinaryOp.MulHighSigned or BinaryOp.MulHighUnsigned)
            && !(i.Op == BinaryOp.Mul && i.Type == IrType.Int64),
        UnaryInstruction i => i.Op is UnaryOp.Negate or UnaryOp.Not or UnaryOp.Abs,
        CompareInstruction or SelectInstruction or GepInstruction or IndexInstruction or ExtractLaneInstruction => true,
        ConvertInstruction i => i.Op is ConvertOp.Truncate or ConvertOp.SignExtend or ConvertOp.ZeroExtend or ConvertOp.BitCast,
        FusedMultiplyAddInstruction => true,
        _ => false,
    };
}
