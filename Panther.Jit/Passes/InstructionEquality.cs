using System.Runtime.CompilerServices;
using Panther.Jit.IR;

namespace Panther.Jit.Passes;

/// <summary>Takes pure instructions for equal when they compute the same of the same operands.</summary>
internal sealed class InstructionEquality : IEqualityComparer<Instruction>
{
    public bool Equals(Instruction? a, Instruction? b)
    {
        if (ReferenceEquals(a, b))
        {
            return true;
        }

        if (a is null || b is null || a.GetType() != b.GetType() || a.Type != b.Type || a.Operands.Count != b.Operands.Count || Detail(a) != Detail(b))
        {
            return false;
        }

        if (a is GepInstruction x && b is GepInstruction y && (x.Stride != y.Stride || x.Offset != y.Offset))
        {
            return false;
        }

        return SameOperands(a, b);
    }

    public int GetHashCode(Instruction instruction)
    {
        int hash = Detail(instruction) + ((int)instruction.Type.Kind << 16);
        if (instruction is GepInstruction gep)
        {
            hash = (hash * 31) + (int)gep.Stride + ((int)gep.Offset * 7919);
        }

        bool isCommutative = instruction is BinaryInstruction { IsCommutative: true };
        foreach (Value operand in instruction.Operands)
        {
            // Objects hash by identity; a sum does not mind the order of a commutative operation's operands.
            hash = (isCommutative ? hash : hash * 31) + RuntimeHelpers.GetHashCode(operand);
        }

        return hash;
    }

    private static bool SameOperands(Instruction a, Instruction b)
    {
        if (a is BinaryInstruction { IsCommutative: true }
            && ReferenceEquals(a.Operands[0], b.Operands[1]) && ReferenceEquals(a.Operands[1], b.Operands[0]))
        {
            return true;
        }

        for (int i = 0; i < a.Operands.Count; i++)
        {
            if (!ReferenceEquals(a.Operands[i], b.Operands[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static int Detail(Instruction instruction) => instruction switch
    {
        BinaryInstruction i => 0x100 + (int)i.Op,
        UnaryInstruction i => 0x200 + (int)i.Op,
        CompareInstruction i => 0x300 + (int)i.Op,
        ConvertInstruction i => 0x400 + (int)i.Op,
        IndexInstruction i => 0x500 + (int)i.Kind,
        ExtractLaneInstruction i => 0x600 + i.Lane,
        GepInstruction => 0x700,
        DeviceInstruction i => 0x800 + (int)i.Op,
        SelectInstruction => 0x701,
        FusedMultiplyAddInstruction => 0x702,
        BuildVectorInstruction => 0x703,
        _ => 0x704,
    };
}
