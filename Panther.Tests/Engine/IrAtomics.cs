using Panther.Jit.IR;
using Panther.Jit.Passes;

namespace Panther.Tests.Engine;

/// <summary>What the interpreter writes to memory.</summary>
internal static unsafe class IrAtomics
{
    public static void Write(IrType type, byte* address, ulong bits)
    {
        switch (type.Size)
        {
            case 1:
                *address = (byte)bits;
                break;
            case 2:
                *(ushort*)address = (ushort)bits;
                break;
            case 4:
                *(uint*)address = (uint)bits;
                break;
            default:
                *(ulong*)address = bits;
                break;
        }
    }

    /// <summary>Returns what an atomic operation leaves in memory.</summary>
    public static ulong Combine(AtomicOp op, IrType type, ulong before, ulong operand)
    {
        BinaryOp binary = op switch
        {
            AtomicOp.Add => BinaryOp.Add,
            AtomicOp.MinSigned => BinaryOp.MinSigned,
            AtomicOp.MaxSigned => BinaryOp.MaxSigned,
            AtomicOp.MinUnsigned => BinaryOp.MinUnsigned,
            AtomicOp.MaxUnsigned => BinaryOp.MaxUnsigned,
            AtomicOp.MinFloat => BinaryOp.MinFloat,
            AtomicOp.MaxFloat => BinaryOp.MaxFloat,
            AtomicOp.And => BinaryOp.And,
            AtomicOp.Or => BinaryOp.Or,
            _ => BinaryOp.Xor,
        };
        if (op == AtomicOp.Exchange)
        {
            return operand;
        }

        ConstantFolder.TryBinary(binary, type, before, operand, out ulong result);
        return result;
    }
}
