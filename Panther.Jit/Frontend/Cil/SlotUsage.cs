using System.Reflection;
using System.Reflection.Metadata;

namespace Panther.Jit.Frontend.Cil;

/// <summary>What a method does with one of its arguments or local variables.</summary>
internal struct SlotUsage
{
    /// <summary>The number of instructions that write the whole slot.</summary>
    public int Writes;

    /// <summary>Whether the slot's address is taken at all.</summary>
    public bool IsAddressed;

    /// <summary>Whether the address goes where it may be written through, as far as the method itself tells.</summary>
    public bool IsWrittenByAddress;

    /// <summary>Finds the use of all arguments and locals of a method.</summary>
    public static (SlotUsage[] Arguments, SlotUsage[] Locals) Find(IlMethod method)
    {
        var arguments = new SlotUsage[method.ArgumentTypes.Count];
        var locals = new SlotUsage[method.LocalTypes.Count];
        for (int i = 0; i < method.Code.Length; i++)
        {
            IlInstruction instruction = method.Code[i];
            switch (instruction.Op)
            {
                case ILOpCode.Starg or ILOpCode.Starg_s:
                    arguments[instruction.Int32].Writes++;
                    break;
                case >= ILOpCode.Stloc_0 and <= ILOpCode.Stloc_3:
                    locals[instruction.Op - ILOpCode.Stloc_0].Writes++;
                    break;
                case ILOpCode.Stloc or ILOpCode.Stloc_s:
                    locals[instruction.Int32].Writes++;
                    break;
                case ILOpCode.Ldarga or ILOpCode.Ldarga_s:
                    arguments[instruction.Int32].NoteAddress(method, i);
                    break;
                case ILOpCode.Ldloca or ILOpCode.Ldloca_s:
                    locals[instruction.Int32].NoteAddress(method, i);
                    break;
                default:
                    break;
            }
        }

        return (arguments, locals);
    }

    private void NoteAddress(IlMethod method, int index)
    {
        IsAddressed = true;
        IsWrittenByAddress |= !OnlyReads(method, index);
    }

    /// <summary>Follows the address to the instruction that takes it.</summary>
    private static bool OnlyReads(IlMethod method, int index)
    {
        int depth = 1;
        for (int i = index + 1; i < method.Code.Length; i++)
        {
            IlInstruction instruction = method.Code[i];
            (int pops, int pushes) = StackEffect.Of(method, instruction);
            if (pops < depth)
            {
                depth += pushes - pops;
            }
            else if (instruction.Op == ILOpCode.Ldflda)
            {
                depth = 1;
            }
            else
            {
                return TakerOnlyReads(method, instruction, pops - depth);
            }

            if (instruction.EndsBlock)
            {
                return false;
            }
        }

        return false;
    }

    private static bool TakerOnlyReads(IlMethod method, IlInstruction taker, int position)
    {
        if (taker.Op is ILOpCode.Ldfld or ILOpCode.Ldobj or (>= ILOpCode.Ldind_i1 and <= ILOpCode.Ldind_r8))
        {
            return true;
        }

        if (taker.Op is not (ILOpCode.Call or ILOpCode.Callvirt or ILOpCode.Newobj))
        {
            return false;
        }

        MethodBase target = method.ResolveMethod(taker.Int32);
        bool hasReceiver = !target.IsStatic && taker.Op != ILOpCode.Newobj;
        if (hasReceiver && position == 0)
        {
            return !target.IsConstructor;
        }

        return target.GetParameters()[hasReceiver ? position - 1 : position].IsIn;
    }
}
