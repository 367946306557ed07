using Panther.Jit.IR;
using ILOpCode = System.Reflection.Metadata.ILOpCode;

namespace Panther.Jit.Frontend;

/// <content>Local arrays.</content>
internal sealed partial class MethodTranslator
{
    private bool ExecuteArray(Cil.IlInstruction i)
    {
        switch (i.Op)
        {
            case ILOpCode.Newarr:
                Push(NewArray(il.ResolveType(i.Int32), PopScalar()));
                break;
            case ILOpCode.Ldlen:
                Push(Emit.Convert(ConvertOp.SignExtend, PopArray().Leaves[1], IrType.Int64));
                break;
            case ILOpCode.Ldelema:
                Push(PopElement().Pointer);
                break;
            case (>= ILOpCode.Ldelem_i1 and <= ILOpCode.Ldelem_ref) or ILOpCode.Ldelem:
                (Type loaded, Value source) = PopElement();
                Push(Emit.Load(source, loaded));
                break;
            case (>= ILOpCode.Stelem_i and <= ILOpCode.Stelem_ref) or ILOpCode.Stelem:
                StackValue value = Pop();
                (Type stored, Value target) = PopElement();
                Emit.Store(target, stored, value);
                break;
            default:
                return false;
        }

        return true;
    }

    private AggregateValue PopArray() => Pop() switch
    {
        AggregateValue { Type.IsSZArray: true } array => array,
        NullToken => throw Rejection.Null(),
        _ => throw Rejection.Object(typeof(Array)),
    };

    private (Type Element, Value Pointer) PopElement()
    {
        Value index = PopScalar();
        AggregateValue array = PopArray();
        Type element = array.Type.GetElementType()!;
        index = Kernel.CheckIndex(index, () => array.Leaves[1]);
        return (element, Emit.Gep(array.Leaves[0], index, TypeLayout.Of(element).Size, 0));
    }

    /// <summary>Reserves zeroed elements in the thread's own memory.</summary>
    private AggregateValue NewArray(Type element, Value length)
    {
        if (length is not Constant count)
        {
            throw Rejection.ArrayLength();
        }

        return new AggregateValue(element.MakeArrayType(), [AllocateLocal(element, count.AsInt64, "array"), Emit.Int32((int)count.AsInt64)]);
    }

    public AllocaInstruction AllocateLocal(Type element, long count, string name)
    {
        TypeLayout layout = TypeLayout.Of(element);
        AllocaInstruction alloca = Emit.Alloca(AddressSpace.Local, Math.Max(1, layout.Size * count), Math.Max(16, layout.Alignment), name);
        if (IsInLoop)
        {
            Emit.Clear(alloca, layout, count);
        }

        return alloca;
    }
}
