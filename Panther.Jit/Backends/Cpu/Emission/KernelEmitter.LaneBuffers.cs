using System.Reflection.Emit;
using Panther.Jit.Backends.Cpu.Analysis;
using Panther.Jit.Backends.Cpu.Lanes;
using Panther.Jit.IR;

namespace Panther.Jit.Backends.Cpu.Emission;

/// <summary>Operations done lane by lane: operands go to buffers in the scratch memory, a helper works on them, and the result comes back.</summary>
internal sealed partial class KernelEmitter
{
    private const int MaskBuffer = 3;
    private const int ResultBuffer = 4;

    /// <summary>Pushes the address of a lane buffer.</summary>
    private void EmitBuffer(int buffer, int part = 0)
    {
        il.Emit(OpCodes.Ldarg_S, (byte)6);
        LoadInt((buffer * 8 * Lanes) + (part * api.Bits / 8));
        il.Emit(OpCodes.Add);
    }

    private void EmitToBuffer(Value value, int buffer) => EmitToBuffer(value, buffer, part => EmitVector(value, part));

    private void EmitToBuffer(Value value, int buffer, Action<int> push)
    {
        for (int part = 0; part < LaneLayout.Parts(value.Type); part++)
        {
            EmitBuffer(buffer, part);
            push(part);
            EmitStoreVector(LaneLayout.Element(value.Type));
        }
    }

    /// <summary>Writes the lanes' addresses to buffer 0.</summary>
    private void EmitAddressesToBuffer(Value pointer)
    {
        if (!shapes.HasScalar(pointer))
        {
            EmitToBuffer(pointer, 0);
            return;
        }

        for (int part = 0; part < 2; part++)
        {
            EmitBuffer(0, part);
            EmitScalar(pointer);
            EmitSpread(pointer.Type, shapes.ForAddress(pointer), part);
            EmitStoreVector(typeof(long));
        }
    }

    private void EmitMaskToBuffer()
    {
        if (masked)
        {
            EmitBuffer(MaskBuffer);
            il.Emit(OpCodes.Ldloc, current);
            EmitStoreVector(typeof(int));
        }
    }

    /// <summary>Pushes where the mask lies, or null where all lanes take part.</summary>
    private void EmitMaskPointer()
    {
        if (masked)
        {
            EmitBuffer(MaskBuffer);
        }
        else
        {
            LoadInt(0);
            il.Emit(OpCodes.Conv_U);
        }
    }

    /// <summary>Takes a value's parts, from <paramref name="first"/> on, out of the result buffer.</summary>
    private void EmitFromBuffer(Instruction value, int first = 0)
    {
        Type e = LaneLayout.Element(value.Type);
        for (int part = 0; part < LaneLayout.Parts(value.Type); part++)
        {
            EmitBuffer(ResultBuffer, part);
            EmitLoadVector(e);
            if (value.Type.Kind == ScalarKind.Bool && value is LoadInstruction)
            {
                CallConstant("Zero", e);
                Call("Equals", e, V(e), V(e));
                Call("OnesComplement", e, V(e));
            }

            EmitSetVector(value, first + part);
        }
    }

    /// <summary>Keeps the vector on the stack; in masked code, where lanes that left a loop still need theirs, of the active lanes only.</summary>
    private void EmitSetVector(Instruction value, int part)
    {
        LocalBuilder local = VectorLocal(value, part);
        if (masked && plan.Blended.Contains(value))
        {
            Type e = LaneLayout.Element(value.Type);
            LocalBuilder fresh = Temporary(e);
            il.Emit(OpCodes.Stloc, fresh);
            il.Emit(OpCodes.Ldloc, current);
            EmitMaskPart(e, part % LaneLayout.Parts(value.Type));
            il.Emit(OpCodes.Ldloc, fresh);
            il.Emit(OpCodes.Ldloc, local);
            Call("ConditionalSelect", e, V(e), V(e), V(e));
        }

        il.Emit(OpCodes.Stloc, local);
    }

    private LocalBuilder Temporary(Type element)
    {
        if (!temporaries.TryGetValue(element, out LocalBuilder? local))
        {
            temporaries.Add(element, local = il.DeclareLocal(V(element)));
        }

        return local;
    }

    private readonly Dictionary<Type, LocalBuilder> temporaries = [];

    private void EmitLaneStatement(Instruction instruction)
    {
        switch (instruction)
        {
            case LoadInstruction i:
                EmitLoadStatement(i);
                return;
            case BinaryInstruction { Op: BinaryOp.ShiftLeft or BinaryOp.ShiftRightSigned or BinaryOp.ShiftRightUnsigned } i:
                EmitVariableShift(i);
                break;
            case BinaryInstruction i:
                bool signed = IsSigned(i.Op);
                EmitToBuffer(i.Left, 0, part => EmitVectorExtended(i.Left, part, signed));
                EmitToBuffer(i.Right, 1, part => EmitVectorExtended(i.Right, part, signed));
                LoadInt((int)i.Op);
                LoadInt((int)i.Type.Kind);
                EmitBuffer(0);
                EmitBuffer(1);
                EmitBuffer(ResultBuffer);
                LoadInt(Lanes);
                CallHelper(typeof(LaneArithmetic), nameof(LaneArithmetic.Binary));
                break;
            case UnaryInstruction i:
                EmitToBuffer(i.Operand, 0, part => EmitVectorExtended(i.Operand, part, false));
                LoadInt((int)i.Op);
                LoadInt(i.Type.Bits);
                EmitBuffer(0);
                EmitBuffer(ResultBuffer);
                LoadInt(Lanes);
                CallHelper(typeof(LaneArithmetic), nameof(LaneArithmetic.Unary));
                break;
            case ConvertInstruction i:
                EmitToBuffer(i.Operand, 0);
                LoadInt((int)i.Op);
                LoadInt((int)i.Operand.Type.Kind);
                LoadInt((int)i.Type.Kind);
                EmitBuffer(0);
                EmitBuffer(ResultBuffer);
                LoadInt(Lanes);
                CallHelper(typeof(LaneArithmetic), nameof(LaneArithmetic.Convert));
                break;
            case ShuffleInstruction i when EmitPermutation(i):
                return;
            case ShuffleInstruction i:
                EmitShuffle(i);
                break;
            default:
                throw new InvalidOperationException($"{instruction.GetType().Name} is not done lane by lane.");
        }

        EmitFromBuffer(instruction);
    }

    private void EmitVariableShift(BinaryInstruction i)
    {
        EmitToBuffer(i.Left, 0, part => EmitVectorExtended(i.Left, part, i.Op == BinaryOp.ShiftRightSigned));
        EmitBuffer(1);
        EmitVector(i.Right, 0);
        EmitVectorOf(i.Type.Bits - 1, typeof(int));
        Call("BitwiseAnd", typeof(int), V(typeof(int)), V(typeof(int)));
        EmitStoreVector(typeof(int));
        LoadInt((int)i.Op);
        if (i.Type != IrType.Int64)
        {
            LoadInt((int)ScalarKind.Int32);
        }

        EmitBuffer(0);
        EmitBuffer(1);
        EmitBuffer(ResultBuffer);
        LoadInt(Lanes);
        CallHelper(typeof(LaneArithmetic), i.Type == IrType.Int64 ? nameof(LaneArithmetic.Shift64) : nameof(LaneArithmetic.Binary));
    }

    private void EmitShuffle(ShuffleInstruction i)
    {
        EmitToBuffer(i.Shuffled, 0);
        EmitBuffer(1);
        if (shapes.Exact(i.Lane).IsUniform)
        {
            EmitScalar(i.Lane);
            Call("Create", typeof(int), typeof(int));
        }
        else
        {
            EmitVector(i.Lane, 0);
        }

        EmitStoreVector(typeof(int));
        LoadInt((int)i.Op);
        LoadInt(LaneLayout.Is64Bit(i.Type) ? 8 : 4);
        EmitBuffer(0);
        EmitBuffer(1);
        EmitBuffer(ResultBuffer);
        LoadInt(Lanes);
        CallHelper(typeof(LaneShuffle), nameof(LaneShuffle.Apply));
    }

    private void EmitAtomic(AtomicInstruction i)
    {
        bool isWanted = forms.NeedsVector(i);
        bool isJoined = !isWanted && !i.Type.IsFloat && i.Op != AtomicOp.Exchange && shapes.ForAddress(i.Pointer).IsUniform;
        if (!isJoined)
        {
            EmitAddressesToBuffer(i.Pointer);
        }

        EmitToBuffer(i.Operand, 1);
        EmitMaskToBuffer();
        bool isInGroup = i.Pointer.Type.Space == AddressSpace.Shared;
        if (isInGroup && !isWanted && !isJoined && i.Op == AtomicOp.Add && i.Type == IrType.Int32)
        {
            EmitBuffer(0);
            EmitBuffer(1);
            EmitMaskPointer();
            LoadInt(Lanes);
            CallHelper(typeof(LaneAtomics), nameof(LaneAtomics.AddInGroup));
            return;
        }

        LoadInt((int)i.Op);
        LoadInt((int)i.Type.Kind);
        if (isJoined)
        {
            EmitScalar(i.Pointer);
            il.Emit(OpCodes.Conv_U);
        }
        else
        {
            EmitBuffer(0);
        }

        EmitBuffer(1);
        EmitMaskPointer();
        if (!isJoined)
        {
            EmitBuffer(ResultBuffer);
        }

        LoadInt(Lanes);
        CallHelper(
            typeof(LaneAtomics),
            isJoined ? nameof(LaneAtomics.Join)
                : isInGroup ? nameof(LaneAtomics.ApplyInGroup)
                : nameof(LaneAtomics.Apply));
        if (isWanted)
        {
            EmitFromBuffer(i);
        }
    }

    private void EmitCompareExchange(CompareExchangeInstruction i)
    {
        EmitAddressesToBuffer(i.Pointer);
        EmitToBuffer(i.Expected, 1);
        EmitToBuffer(i.Desired, 2);
        EmitMaskToBuffer();
        LoadInt(i.Type.Size);
        EmitBuffer(0);
        EmitBuffer(1);
        EmitBuffer(2);
        EmitMaskPointer();
        EmitBuffer(ResultBuffer);
        LoadInt(Lanes);
        CallHelper(typeof(LaneAtomics), nameof(LaneAtomics.CompareExchange));
        if (forms.NeedsVector(i))
        {
            EmitFromBuffer(i);
        }
    }
}
