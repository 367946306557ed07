using System.Buffers.Binary;
using System.Reflection.Metadata;

namespace Panther.Jit.Frontend.Cil;

/// <summary>Decodes the bytes of a method body (ECMA-335, partition III).</summary>
internal static class IlReader
{
    public static IlInstruction[] Read(ReadOnlySpan<byte> code)
    {
        var result = new List<IlInstruction>(code.Length / 2);
        int position = 0;
        while (position < code.Length)
        {
            result.Add(ReadOne(code, ref position));
        }

        return [.. result];
    }

    private static IlInstruction ReadOne(ReadOnlySpan<byte> code, ref int position)
    {
        int offset = position;
        int value = code[position++];
        if (value == 0xFE)
        {
            value = 0xFE00 | code[position++];
        }

        var op = (ILOpCode)value;
        if (op == ILOpCode.Switch)
        {
            int[] targets = ReadTargets(code, ref position);
            return new IlInstruction(offset, position, op, 0, targets);
        }

        ReadOnlySpan<byte> rest = code[position..];
        int size = OperandSize(op);
        long operand = size switch
        {
            1 => IsUnsignedByte(op) ? rest[0] : (sbyte)rest[0],
            2 => BinaryPrimitives.ReadUInt16LittleEndian(rest),
            4 => BinaryPrimitives.ReadInt32LittleEndian(rest),
            8 => BinaryPrimitives.ReadInt64LittleEndian(rest),
            _ => 0,
        };
        position += size;
        var instruction = new IlInstruction(offset, position, op, operand, []);
        return instruction.IsConditionalBranch || instruction.IsUnconditionalBranch
            ? instruction with { Operand = position + operand }
            : instruction;
    }

    private static int[] ReadTargets(ReadOnlySpan<byte> code, ref int position)
    {
        int count = BinaryPrimitives.ReadInt32LittleEndian(code[position..]);
        int end = position + 4 + (4 * count);
        var targets = new int[count];
        for (int i = 0; i < count; i++)
        {
            targets[i] = end + BinaryPrimitives.ReadInt32LittleEndian(code[(position + 4 + (4 * i))..]);
        }

        position = end;
        return targets;
    }

    private static bool IsUnsignedByte(ILOpCode op) => op
        is ILOpCode.Ldarg_s or ILOpCode.Ldarga_s or ILOpCode.Starg_s
        or ILOpCode.Ldloc_s or ILOpCode.Ldloca_s or ILOpCode.Stloc_s or ILOpCode.Unaligned;

    private static int OperandSize(ILOpCode op) => op switch
    {
        ILOpCode.Ldarg_s or ILOpCode.Ldarga_s or ILOpCode.Starg_s or ILOpCode.Ldloc_s or ILOpCode.Ldloca_s or ILOpCode.Stloc_s => 1,
        ILOpCode.Ldc_i4_s or ILOpCode.Unaligned or ILOpCode.Leave_s or (ILOpCode)0xFE19 => 1,
        >= ILOpCode.Br_s and <= ILOpCode.Blt_un_s => 1,
        ILOpCode.Ldarg or ILOpCode.Ldarga or ILOpCode.Starg or ILOpCode.Ldloc or ILOpCode.Ldloca or ILOpCode.Stloc => 2,
        ILOpCode.Ldc_i8 or ILOpCode.Ldc_r8 => 8,
        ILOpCode.Ldc_i4 or ILOpCode.Ldc_r4 or ILOpCode.Leave => 4,
        >= ILOpCode.Br and <= ILOpCode.Blt_un => 4,
        ILOpCode.Jmp or ILOpCode.Call or ILOpCode.Calli or ILOpCode.Callvirt => 4,
        ILOpCode.Cpobj or ILOpCode.Ldobj or ILOpCode.Ldstr or ILOpCode.Newobj or ILOpCode.Castclass or ILOpCode.Isinst => 4,
        ILOpCode.Unbox or ILOpCode.Unbox_any or ILOpCode.Box or ILOpCode.Newarr or ILOpCode.Stobj => 4,
        ILOpCode.Ldfld or ILOpCode.Ldflda or ILOpCode.Stfld or ILOpCode.Ldsfld or ILOpCode.Ldsflda or ILOpCode.Stsfld => 4,
        ILOpCode.Ldelema or ILOpCode.Ldelem or ILOpCode.Stelem or ILOpCode.Refanyval or ILOpCode.Mkrefany => 4,
        ILOpCode.Ldtoken or ILOpCode.Ldftn or ILOpCode.Ldvirtftn or ILOpCode.Initobj or ILOpCode.Constrained or ILOpCode.Sizeof => 4,
        _ => 0,
    };
}
