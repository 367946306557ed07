using Panther.Jit.IR;
using ILOpCode = System.Reflection.Metadata.ILOpCode;

namespace Panther.Jit.Frontend;

/// <content>Loads and stores through references.</content>
internal sealed partial class MethodTranslator
{
    private bool ExecuteMemory(Cil.IlInstruction i)
    {
        if (IndirectType(i.Op) is { } type)
        {
            bool isStore = i.Op is (>= ILOpCode.Stind_i1 and <= ILOpCode.Stind_r8) or ILOpCode.Stind_i;
            Access(type, isStore);
            return true;
        }

        switch (i.Op)
        {
            case ILOpCode.Ldobj:
                Access(il.ResolveType(i.Int32), isStore: false);
                break;
            case ILOpCode.Stobj:
                Access(il.ResolveType(i.Int32), isStore: true);
                break;
            case ILOpCode.Initobj:
                Type zeroed = il.ResolveType(i.Int32);
                Emit.Store(PopPointer(), zeroed, Emit.Zero(zeroed));
                break;
            case ILOpCode.Cpobj:
                Type copied = il.ResolveType(i.Int32);
                Value source = PopPointer();
                Emit.Store(PopPointer(), copied, Emit.Load(source, copied));
                break;
            case ILOpCode.Localloc:
                AllocateStack();
                break;
            case ILOpCode.Cpblk or ILOpCode.Initblk:
                throw new ConstructException("copies or fills a block of bytes", "Write a loop over the elements.");
            default:
                return false;
        }

        return true;
    }

    private void Access(Type type, bool isStore)
    {
        bool isVolatile = volatileNext;
        volatileNext = false;
        if (!isStore)
        {
            StackValue address = Pop();
            Push(Emit.Load(Pointer(address), type, isVolatile));
            return;
        }

        StackValue value = Pop();
        Emit.Store(PopPointer(), type, value);
    }

    private static Type? IndirectType(ILOpCode op) => op switch
    {
        ILOpCode.Ldind_i1 or ILOpCode.Stind_i1 => typeof(sbyte),
        ILOpCode.Ldind_u1 => typeof(byte),
        ILOpCode.Ldind_i2 or ILOpCode.Stind_i2 => typeof(short),
        ILOpCode.Ldind_u2 => typeof(ushort),
        ILOpCode.Ldind_i4 or ILOpCode.Stind_i4 => typeof(int),
        ILOpCode.Ldind_u4 => typeof(uint),
        ILOpCode.Ldind_i8 or ILOpCode.Stind_i8 => typeof(long),
        ILOpCode.Ldind_i or ILOpCode.Stind_i => typeof(nint),
        ILOpCode.Ldind_r4 or ILOpCode.Stind_r4 => typeof(float),
        ILOpCode.Ldind_r8 or ILOpCode.Stind_r8 => typeof(double),
        _ => null,
    };

    /// <summary>stackalloc: CIL knows bytes only, so the length must be a constant by now.</summary>
    private void AllocateStack()
    {
        if (PopScalar() is not Constant bytes)
        {
            throw Rejection.ArrayLength();
        }

        AllocaInstruction alloca = Emit.Alloca(AddressSpace.Local, Math.Max(1, bytes.AsInt64), 16, "stackalloc");
        if (IsInLoop)
        {
            Emit.Clear(alloca, TypeLayout.Of(typeof(uint)), bytes.AsInt64 / 4);
            for (long i = bytes.AsInt64 / 4 * 4; i < bytes.AsInt64; i++)
            {
                Emit.StoreLeaf(Emit.Offset(alloca, i), Emit.Function.Zero(IrType.Int8));
            }
        }

        Push(alloca);
    }
}
