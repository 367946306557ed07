using System.Reflection;
using Panther.Jit.IR;
using ILOpCode = System.Reflection.Metadata.ILOpCode;

namespace Panther.Jit.Frontend;

/// <content>Fields of structs, and static fields.</content>
internal sealed partial class MethodTranslator
{
    private bool ExecuteField(Cil.IlInstruction i)
    {
        switch (i.Op)
        {
            case ILOpCode.Ldfld:
                LoadField(il.ResolveField(i.Int32));
                break;
            case ILOpCode.Ldflda:
                LayoutField addressed = FieldOf(il.ResolveField(i.Int32));
                Push(Emit.Offset(PopReceiver(), addressed.Offset));
                break;
            case ILOpCode.Stfld:
                LayoutField stored = FieldOf(il.ResolveField(i.Int32));
                StackValue value = Pop();
                Emit.Store(Emit.Offset(PopReceiver(), stored.Offset), stored.Type, value);
                break;
            case ILOpCode.Ldsfld:
                Push(Kernel.Statics.Load(il.ResolveField(i.Int32)));
                break;
            case ILOpCode.Ldsflda:
                Push(Kernel.Statics.Address(il.ResolveField(i.Int32)));
                break;
            case ILOpCode.Stsfld:
                throw Rejection.StoreStatic(il.ResolveField(i.Int32));
            default:
                return false;
        }

        return true;
    }

    private void LoadField(FieldInfo field)
    {
        LayoutField place = FieldOf(field);
        bool isVolatile = volatileNext;
        volatileNext = false;
        switch (Pop())
        {
            case AggregateValue aggregate:
                Push(Emit.FromLeaves(place.Type, aggregate.Leaves[place.FirstLeaf..(place.FirstLeaf + place.LeafCount)]));
                break;
            case ScalarValue { Value: var scalar } when !scalar.Type.IsPointer && TypeLayout.Of(field.DeclaringType!).IsScalar:
                Push(BitIntrinsics.BitCast(this, new ScalarValue(scalar), field.DeclaringType!, place.Type));
                break;
            case ObjectReference reference:
                Push(Emit.Load(Emit.Offset(reference.Pointer, place.Offset), place.Type));
                break;
            case var address:
                Push(Emit.Load(Emit.Offset(Pointer(address), place.Offset), place.Type, isVolatile));
                break;
        }
    }

    private Value PopReceiver() => Pop() switch
    {
        ObjectReference reference => reference.Pointer,
        var value => Pointer(value),
    };

    private static LayoutField FieldOf(FieldInfo field)
    {
        Type type = field.DeclaringType!;
        if (!type.IsValueType)
        {
            throw Rejection.Object(type);
        }

        // .NET's own primitives are structs with one field of themselves, or of their bits.
        TypeLayout layout = TypeLayout.Of(type);
        return layout.IsScalar ? new LayoutField(field.FieldType, 0, 0, 1) : layout.Field(field);
    }
}
