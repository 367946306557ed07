using System.Reflection;
using Panther.Jit.IR;

namespace Panther.Jit.Frontend;

/// <summary>Spans over local memory. Indices are checked where those of views are.</summary>
internal static class SpanIntrinsics
{
    public static StackValue? Construct(MethodTranslator t, MethodBase constructor, StackValue[] a)
    {
        Emitter emit = t.Emit;
        Type type = constructor.DeclaringType!;
        long size = TypeLayout.Of(type.GetGenericArguments()[0]).Size;
        return a switch
        {
            [AggregateValue { Type.IsSZArray: true } array] => new AggregateValue(type, array.Leaves),
            [AggregateValue { Type.IsSZArray: true } array, var start, var length] =>
                new AggregateValue(type, [emit.Gep(array.Leaves[0], Scalar(emit, start), size, 0), Scalar(emit, length)]),
            [ScalarValue, ScalarValue length] => new AggregateValue(type, [t.Pointer(a[0]), emit.Widen(length.Value)]),
            [ScalarValue] => new AggregateValue(type, [t.Pointer(a[0]), emit.Int32(1)]),
            _ => null,
        };
    }

    public static bool TryCall(MethodTranslator t, MethodBase method, StackValue[] a, out StackValue? result)
    {
        result = null;
        if (!TypeLayout.IsSpan(method.DeclaringType!))
        {
            return false;
        }

        if (method.IsConstructor)
        {
            StackValue? made = Construct(t, method, a[1..]);
            if (made is not null)
            {
                t.Emit.Store(t.Pointer(a[0]), method.DeclaringType!, made);
            }

            return made is not null;
        }

        if (method.Name is "Fill" or "Clear")
        {
            Fill(t, method.DeclaringType!, a);
            return true;
        }

        result = Translate(t, (MethodInfo)method, a);
        return result is not null;
    }

    private static void Fill(MethodTranslator t, Type type, StackValue[] a)
    {
        Emitter emit = t.Emit;
        Type element = type.GetGenericArguments()[0];
        Value span = t.Pointer(a[0]);
        Value pointer = emit.LoadLeaf(span, IrType.Pointer(AddressSpace.Generic));
        Value length = emit.LoadLeaf(emit.Offset(span, 8), IrType.Int32);
        StackValue value = a.Length > 1 ? a[1] : emit.Zero(element);
        emit.ForEach(length, index => emit.Store(emit.Gep(pointer, index, TypeLayout.Of(element).Size, 0), element, value));
    }

    private static StackValue? Translate(MethodTranslator t, MethodInfo method, StackValue[] a)
    {
        Emitter emit = t.Emit;
        Type type = method.DeclaringType!;
        if (method.Name == "op_Implicit")
        {
            return a[0] is AggregateValue run ? new AggregateValue(method.ReturnType, run.Leaves) : null;
        }

        if (method.IsStatic)
        {
            return null;
        }

        long size = TypeLayout.Of(type.GetGenericArguments()[0]).Size;
        Value span = t.Pointer(a[0]);
        Value Pointer() => emit.LoadLeaf(span, IrType.Pointer(AddressSpace.Generic));
        Value Length() => emit.LoadLeaf(emit.Offset(span, 8), IrType.Int32);
        return (method.Name, a) switch
        {
            ("get_Item", [_, var index]) => new ScalarValue(emit.Gep(Pointer(), t.Kernel.CheckIndex(Scalar(emit, index), Length), size, 0)),
            ("get_Length", _) => new ScalarValue(Length()),
            ("get_IsEmpty", _) => new ScalarValue(emit.Compare(CompareOp.Equal, Length(), emit.Int32(0))),
            ("GetPinnableReference", _) => new ScalarValue(Pointer()),
            ("Slice", [_, var start]) => new AggregateValue(type,
                [emit.Gep(Pointer(), Scalar(emit, start), size, 0), emit.Binary(BinaryOp.Sub, Length(), Scalar(emit, start))]),
            ("Slice", [_, var start, var length]) => new AggregateValue(type,
                [emit.Gep(Pointer(), Scalar(emit, start), size, 0), Scalar(emit, length)]),
            _ => null,
        };
    }

    private static Value Scalar(Emitter emit, StackValue value) => emit.Widen(((ScalarValue)value).Value);
}
