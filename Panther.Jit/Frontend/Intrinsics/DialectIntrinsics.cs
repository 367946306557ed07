using System.Reflection;
using Panther.Jit.IR;
using Kind = Panther.Jit.Dialect.Intrinsic;

namespace Panther.Jit.Frontend;

/// <summary>The operations of the dialect.</summary>
internal static partial class DialectIntrinsics
{
    public static StackValue? Call(MethodTranslator t, Kind kind, MethodInfo method, StackValue[] a)
    {
        Emitter emit = t.Emit;
        switch (kind)
        {
            case Kind.ViewElement or Kind.ViewLength or Kind.ViewSubView or Kind.ViewCast or Kind.ViewIsValid:
                return View(t, kind, method, a);
            case >= Kind.ThreadX and <= Kind.ThreadZ:
                return Scalar(emit.Index(IndexKind.ThreadX, kind - Kind.ThreadX));
            case >= Kind.GroupDimX and <= Kind.GroupDimZ:
                return Scalar(t.Kernel.GroupDim(kind - Kind.GroupDimX));
            case >= Kind.GroupX and <= Kind.GroupZ:
                return Scalar(emit.Index(IndexKind.GroupX, kind - Kind.GroupX));
            case >= Kind.GridDimX and <= Kind.GridDimZ:
                return Scalar(emit.Index(IndexKind.GridDimX, kind - Kind.GridDimX));
            case Kind.WarpSize:
                return Scalar(emit.Int32(t.Kernel.Target.WarpSize));
            case Kind.LaneIndex:
                return Scalar(emit.Index(IndexKind.Lane));
            case Kind.WarpIndex:
                return Scalar(emit.Index(IndexKind.Warp));
            case Kind.GroupBarrier or Kind.WarpBarrier:
                emit.Barrier(kind == Kind.GroupBarrier ? MemoryScope.Group : MemoryScope.Warp);
                return null;
            case Kind.FenceGroup or Kind.FenceDevice or Kind.FenceSystem:
                emit.Fence(kind switch { Kind.FenceGroup => MemoryScope.Group, Kind.FenceDevice => MemoryScope.Device, _ => MemoryScope.System });
                return null;
            case >= Kind.ShuffleIndex and <= Kind.ShuffleXor:
                return Shuffle(t, (ShuffleOp)(kind - Kind.ShuffleIndex), method, a);
            case Kind.SharedAllocate or Kind.SharedDynamic or Kind.LocalAllocate:
                return Allocate(t, kind, method, a);
            case >= Kind.AtomicAdd and <= Kind.AtomicCompareExchange:
                return Atomic(t, kind, method, a);
            case Kind.UnrollFull or Kind.UnrollNone:
                emit.UnrollHint(kind == Kind.UnrollFull);
                return null;
            case Kind.SpecializedValue:
                return emit.Load(t.Pointer(a[0]), method.DeclaringType!) is AggregateValue aggregate
                    ? emit.FromLeaves(method.ReturnType, aggregate.Leaves)
                    : throw Rejection.Unsupported(method);
            case Kind.BitCast:
                return BitIntrinsics.BitCast(t, a[0], method.GetParameters()[0].ParameterType, method.ReturnType);
            case Kind.SizeOf:
                return Scalar(emit.Int32((int)TypeLayout.Of(method.GetGenericArguments()[0]).Size));
            case Kind.Device:
                return Device(t, method, a);
            default:
                throw Rejection.Unsupported(method);
        }
    }

    private static ScalarValue Scalar(Value value) => new(value);

    private static StackValue Allocate(MethodTranslator t, Kind kind, MethodInfo method, StackValue[] a)
    {
        Type element = method.GetGenericArguments()[0];
        TypeLayout layout = TypeLayout.Of(element);
        Emitter emit = t.Emit;
        if (kind == Kind.SharedDynamic)
        {
            Value count = emit.Binary(BinaryOp.DivUnsigned, emit.DynamicSharedSize(), emit.Int32((int)layout.Size));
            return new AggregateValue(method.ReturnType, [t.Kernel.DynamicShared(), emit.Convert(ConvertOp.ZeroExtend, count, IrType.Int64)]);
        }

        if (a[0] is not ScalarValue { Value: Constant length })
        {
            throw Rejection.SharedLength();
        }

        int alignment = a.Length < 2 ? 1
            : a[1] is ScalarValue { Value: Constant { AsInt64: > 0 and <= 1024 } constant } && long.IsPow2(constant.AsInt64) ? (int)constant.AsInt64
            : throw Rejection.SharedAlignment();
        AllocaInstruction alloca = kind == Kind.LocalAllocate
            ? t.AllocateLocal(element, length.AsInt64, "local")
            : emit.Alloca(AddressSpace.Shared, Math.Max(1, length.AsInt64 * layout.Size), Math.Max(Math.Max(16, alignment), layout.Alignment), "shared");
        return new AggregateValue(method.ReturnType, [alloca, emit.Int64(length.AsInt64)]);
    }

    private static StackValue View(MethodTranslator t, Kind kind, MethodInfo method, StackValue[] a)
    {
        Emitter emit = t.Emit;
        Type type = method.DeclaringType!;
        TypeLayout layout = TypeLayout.Of(type);
        long size = TypeLayout.Of(type.GetGenericArguments()[0]).Size;
        Value view = t.Pointer(a[0]);
        Value Pointer() => emit.LoadLeaf(view, layout.Leaves[0].Type);
        Value Length() => emit.LoadLeaf(emit.Offset(view, layout.Leaves[1].Offset), IrType.Int64);
        switch (kind)
        {
            case Kind.ViewElement:
                return Scalar(emit.Gep(Pointer(), t.Kernel.CheckIndex(emit.Widen(((ScalarValue)a[1]).Value), Length), size, 0));
            case Kind.ViewLength:
                return Scalar(Length());
            case Kind.ViewSubView:
                Value start = ((ScalarValue)a[1]).Value;
                return new AggregateValue(type, [emit.Gep(Pointer(), start, size, 0), ((ScalarValue)a[2]).Value]);
            case Kind.ViewCast:
                long other = TypeLayout.Of(method.ReturnType.GetGenericArguments()[0]).Size;
                return new AggregateValue(method.ReturnType, [Pointer(), Rescale(emit, Length(), size, other)]);
            default:
                Value pointer = Pointer();
                return Scalar(pointer is AllocaInstruction or GepInstruction ? emit.Bool(true) : emit.Truth(pointer));
        }
    }

    private static Value Rescale(Emitter emit, Value length, long from, long to)
    {
        if (from % to == 0)
        {
            return emit.Binary(BinaryOp.Mul, length, emit.Int64(from / to));
        }

        return to % from == 0
            ? emit.Binary(BinaryOp.DivUnsigned, length, emit.Int64(to / from))
            : emit.Binary(BinaryOp.DivUnsigned, emit.Binary(BinaryOp.Mul, length, emit.Int64(from)), emit.Int64(to));
    }
}
