using Panther.Jit.IR;
using ILOpCode = System.Reflection.Metadata.ILOpCode;

namespace Panther.Jit.Frontend;

/// <content>The instructions, by family.</content>
internal sealed partial class MethodTranslator
{
    private bool volatileNext;
    private Type? constrainedNext;

    private void Execute(Cil.IlInstruction i)
    {
        bool done = ExecuteConstant(i) || ExecuteSlot(i) || ExecuteFlow(i) || ExecuteArithmetic(i) || ExecuteConversion(i)
            || ExecuteMemory(i) || ExecuteField(i) || ExecuteArray(i) || ExecuteObject(i);
        if (!done)
        {
            throw Rejection.Instruction(i.Op.ToString().ToLowerInvariant());
        }
    }

    private bool ExecuteConstant(Cil.IlInstruction i)
    {
        switch (i.Op)
        {
            case ILOpCode.Nop or ILOpCode.Break or ILOpCode.Readonly or ILOpCode.Unaligned or ILOpCode.Tail:
                break;
            case ILOpCode.Volatile:
                volatileNext = true;
                break;
            case >= ILOpCode.Ldc_i4_m1 and <= ILOpCode.Ldc_i4_8:
                Push(Emit.Int32((int)i.Op - (int)ILOpCode.Ldc_i4_0));
                break;
            case ILOpCode.Ldc_i4 or ILOpCode.Ldc_i4_s:
                Push(Emit.Int32(i.Int32));
                break;
            case ILOpCode.Ldc_i8:
                Push(Emit.Int64(i.Operand));
                break;
            case ILOpCode.Ldc_r4:
                Push(Emit.Function.Constant(IrType.Float32, (uint)i.Operand));
                break;
            case ILOpCode.Ldc_r8:
                Push(Emit.Function.Constant(IrType.Float64, (ulong)i.Operand));
                break;
            case ILOpCode.Sizeof:
                Push(Emit.Int32((int)TypeLayout.Of(il.ResolveType(i.Int32)).Size));
                break;
            case ILOpCode.Dup:
                Push(stack.Peek());
                break;
            case ILOpCode.Pop:
                Pop();
                break;
            default:
                return false;
        }

        return true;
    }

    private bool ExecuteSlot(Cil.IlInstruction i)
    {
        switch (i.Op)
        {
            case >= ILOpCode.Ldarg_0 and <= ILOpCode.Ldarg_3:
                Load(arguments[i.Op - ILOpCode.Ldarg_0]);
                break;
            case ILOpCode.Ldarg or ILOpCode.Ldarg_s:
                Load(arguments[i.Int32]);
                break;
            case ILOpCode.Ldarga or ILOpCode.Ldarga_s:
                LoadAddress(arguments[i.Int32]);
                break;
            case ILOpCode.Starg or ILOpCode.Starg_s:
                Write(arguments[i.Int32], Pop());
                break;
            case >= ILOpCode.Ldloc_0 and <= ILOpCode.Ldloc_3:
                Load(locals[i.Op - ILOpCode.Ldloc_0]);
                break;
            case ILOpCode.Ldloc or ILOpCode.Ldloc_s:
                Load(locals[i.Int32]);
                break;
            case ILOpCode.Ldloca or ILOpCode.Ldloca_s:
                LoadAddress(locals[i.Int32]);
                break;
            case >= ILOpCode.Stloc_0 and <= ILOpCode.Stloc_3:
                Write(locals[i.Op - ILOpCode.Stloc_0], Pop());
                break;
            case ILOpCode.Stloc or ILOpCode.Stloc_s:
                Write(locals[i.Int32], Pop());
                break;
            default:
                return false;
        }

        return true;
    }

    private bool ExecuteFlow(Cil.IlInstruction i)
    {
        if (i.IsUnconditionalBranch)
        {
            Jump(il.Blocks.At(i.Int32));
            return true;
        }

        if (i.IsConditionalBranch)
        {
            Branch(BranchCondition(i.Op), il.Blocks.At(i.Int32), il.Blocks.At(i.Next));
            return true;
        }

        switch (i.Op)
        {
            case ILOpCode.Ret:
                Return();
                return true;
            case ILOpCode.Switch:
                Switch(i);
                return true;
            case ILOpCode.Throw or ILOpCode.Rethrow:
                throw Rejection.Throw();
            case ILOpCode.Jmp:
                throw Rejection.FunctionPointer();
            default:
                return false;
        }
    }

    /// <summary>The comparison that a branch does, as the instruction that leaves its result on the stack.</summary>
    private Value BranchCondition(ILOpCode op)
    {
        if (op >= ILOpCode.Brfalse)
        {
            op -= ILOpCode.Brfalse - ILOpCode.Brfalse_s;
        }

        return op switch
        {
            ILOpCode.Brfalse_s => Emit.Not(PopTruth()),
            ILOpCode.Brtrue_s => PopTruth(),
            ILOpCode.Beq_s => Compare(Comparison.Equal),
            ILOpCode.Bge_s => Compare(Comparison.GreaterEqual),
            ILOpCode.Bgt_s => Compare(Comparison.Greater),
            ILOpCode.Ble_s => Compare(Comparison.LessEqual),
            ILOpCode.Blt_s => Compare(Comparison.Less),
            ILOpCode.Bne_un_s => Compare(Comparison.NotEqual),
            ILOpCode.Bge_un_s => Compare(Comparison.GreaterEqualUn),
            ILOpCode.Bgt_un_s => Compare(Comparison.GreaterUn),
            ILOpCode.Ble_un_s => Compare(Comparison.LessEqualUn),
            _ => Compare(Comparison.LessUn),
        };
    }

    private void Switch(Cil.IlInstruction i)
    {
        Value value = PopScalar();
        if (value is Constant constant)
        {
            ulong index = constant.AsUInt64;
            Jump(il.Blocks.At(index < (ulong)i.Targets.Length ? i.Targets[index] : i.Next));
            return;
        }

        // Every comparison that fails goes on to the next one, in a block of its own. The edges share the stack.
        StackValue[] values = TakeStack();
        for (int n = 0; n < i.Targets.Length; n++)
        {
            Block next = Emit.AddBlock();
            Value isCase = Emit.Compare(CompareOp.Equal, value, Emit.Int32(n));
            var edge = new Edge(Emit.Block, values, Emit.State.Fork());
            Emit.Branch(isCase, AddEdge(EntranceOf(il.Blocks.At(i.Targets[n])), edge), next);
            Emit.Block = next;
        }

        Array.ForEach(values, Push);
        Jump(il.Blocks.At(i.Next));
    }
}
