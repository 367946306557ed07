using System.Reflection;
using System.Reflection.Metadata;

namespace Panther.Jit.Frontend.Cil;

/// <summary>How many values an instruction takes from the evaluation stack and puts there.</summary>
internal static class StackEffect
{
    public static (int Pops, int Pushes) Of(IlMethod method, IlInstruction instruction) => instruction.Op switch
    {
        ILOpCode.Call or ILOpCode.Callvirt => OfCall(method.ResolveMethod(instruction.Int32)),
        ILOpCode.Newobj => (method.ResolveMethod(instruction.Int32).GetParameters().Length, 1),
        ILOpCode.Nop or ILOpCode.Break or ILOpCode.Constrained or ILOpCode.Readonly or ILOpCode.Volatile or ILOpCode.Unaligned or ILOpCode.Tail => (0, 0),
        ILOpCode.Br or ILOpCode.Br_s or ILOpCode.Leave or ILOpCode.Leave_s or ILOpCode.Ret => (0, 0),
        (>= ILOpCode.Ldarg_0 and <= ILOpCode.Ldloc_3) or ILOpCode.Ldarg_s or ILOpCode.Ldarga_s or ILOpCode.Ldloc_s or ILOpCode.Ldloca_s
            or ILOpCode.Ldarg or ILOpCode.Ldarga or ILOpCode.Ldloc or ILOpCode.Ldloca
            or (>= ILOpCode.Ldnull and <= ILOpCode.Ldc_r8) or ILOpCode.Ldstr or ILOpCode.Ldsfld or ILOpCode.Ldsflda
            or ILOpCode.Ldtoken or ILOpCode.Ldftn or ILOpCode.Sizeof => (0, 1),
        (>= ILOpCode.Stloc_0 and <= ILOpCode.Stloc_3) or ILOpCode.Stloc_s or ILOpCode.Stloc or ILOpCode.Starg_s or ILOpCode.Starg
            or ILOpCode.Pop or ILOpCode.Stsfld or ILOpCode.Initobj or ILOpCode.Switch or ILOpCode.Throw
            or ILOpCode.Brtrue or ILOpCode.Brtrue_s or ILOpCode.Brfalse or ILOpCode.Brfalse_s => (1, 0),
        ILOpCode.Dup => (1, 2),
        (>= ILOpCode.Beq_s and <= ILOpCode.Blt_un_s) or (>= ILOpCode.Beq and <= ILOpCode.Blt_un) => (2, 0),
        (>= ILOpCode.Add and <= ILOpCode.Shr_un) or (>= ILOpCode.Add_ovf and <= ILOpCode.Sub_ovf_un) => (2, 1),
        ILOpCode.Ceq or ILOpCode.Cgt or ILOpCode.Cgt_un or ILOpCode.Clt or ILOpCode.Clt_un => (2, 1),
        (>= ILOpCode.Stind_ref and <= ILOpCode.Stind_r8) or ILOpCode.Stind_i or ILOpCode.Stobj or ILOpCode.Cpobj or ILOpCode.Stfld => (2, 0),
        ILOpCode.Ldelema or (>= ILOpCode.Ldelem_i1 and <= ILOpCode.Ldelem_ref) or ILOpCode.Ldelem => (2, 1),
        (>= ILOpCode.Stelem_i and <= ILOpCode.Stelem_ref) or ILOpCode.Stelem or ILOpCode.Cpblk or ILOpCode.Initblk => (3, 0),
        _ => (1, 1),
    };

    private static (int Pops, int Pushes) OfCall(MethodBase method) =>
        (method.GetParameters().Length + (method.IsStatic ? 0 : 1), method is MethodInfo { ReturnType: var type } && type != typeof(void) ? 1 : 0);
}
