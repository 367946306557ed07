using System.Reflection.Metadata;

namespace Panther.Jit.Frontend.Cil;

/// <summary>One decoded CIL instruction.</summary>
/// <param name="Offset">The byte offset in the method body.</param>
/// <param name="Next">The offset of the instruction behind it.</param>
/// <param name="Op">The operation.</param>
/// <param name="Operand">An integer, a metadata token, a slot number, the bits of a float, or the target of a branch.</param>
/// <param name="Targets">The targets of a switch, else empty.</param>
internal readonly record struct IlInstruction(int Offset, int Next, ILOpCode Op, long Operand, int[] Targets)
{
    public int Int32 => (int)Operand;

    public bool IsConditionalBranch => Op
        is (>= ILOpCode.Brfalse_s and <= ILOpCode.Blt_un_s)
        or (>= ILOpCode.Brfalse and <= ILOpCode.Blt_un);

    public bool IsUnconditionalBranch => Op is ILOpCode.Br or ILOpCode.Br_s or ILOpCode.Leave or ILOpCode.Leave_s;

    /// <summary>Gets a value indicating whether control never falls through to the next instruction.</summary>
    public bool EndsFlow => IsUnconditionalBranch
        || Op is ILOpCode.Ret or ILOpCode.Throw or ILOpCode.Rethrow or ILOpCode.Jmp or ILOpCode.Endfinally or ILOpCode.Endfilter;

    public bool EndsBlock => EndsFlow || IsConditionalBranch || Op == ILOpCode.Switch;
}
