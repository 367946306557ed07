using System.Reflection;
using Panther.Jit.IR;
using Kind = Panther.Jit.Dialect.Intrinsic;

namespace Panther.Jit.Frontend;

/// <content>What threads do together: shuffles and atomics.</content>
internal static partial class DialectIntrinsics
{
    /// <summary>A struct is shuffled scalar by scalar, and small scalars as 32 bits.</summary>
    private static StackValue Shuffle(MethodTranslator t, ShuffleOp op, MethodInfo method, StackValue[] a)
    {
        Type type = method.ReturnType;
        Value lane = t.Emit.Widen(((ScalarValue)a[1]).Value);
        Value[] leaves = [.. t.Emit.Leaves(a[0], type).Select(l => ShuffleLeaf(t.Emit, op, l, lane))];
        return t.Emit.FromLeaves(type, leaves);
    }

    private static Value ShuffleLeaf(Emitter emit, ShuffleOp op, Value leaf, Value lane)
    {
        IrType type = leaf.Type;
        switch (type.Kind)
        {
            case ScalarKind.Bool:
                return emit.Truth(emit.Shuffle(op, emit.Widen(leaf), lane));
            case ScalarKind.Int8 or ScalarKind.Int16:
                Value wide = emit.Shuffle(op, emit.Convert(ConvertOp.ZeroExtend, leaf, IrType.Int32), lane);
                return emit.Convert(ConvertOp.Truncate, wide, type);
            case ScalarKind.Float16 or ScalarKind.BFloat16:
                Value bits = ShuffleLeaf(emit, op, emit.Convert(ConvertOp.BitCast, leaf, IrType.Int16), lane);
                return emit.Convert(ConvertOp.BitCast, bits, type);
            default:
                return emit.Shuffle(op, leaf, lane);
        }
    }

    private static ScalarValue Atomic(MethodTranslator t, Kind kind, MethodInfo method, StackValue[] a)
    {
        Emitter emit = t.Emit;
        Value target = t.Pointer(a[0]);
        Type type = method.ReturnType;
        IrType scalar = TypeLayout.Of(type).Leaves[0].Type;
        Value[] operands = [.. a.Skip(1).Select(v => emit.Leaves(v, type)[0])];
        bool isBitwise = kind is Kind.AtomicExchange or Kind.AtomicCompareExchange;
        if (!isBitwise || !scalar.IsFloat)
        {
            return Scalar(kind == Kind.AtomicCompareExchange
                ? emit.CompareExchange(target, operands[0], operands[1])
                : emit.Atomic(AtomicOf(kind, type, scalar), target, operands[0]));
        }

        // Exchanges move bits, so the devices need them only for integers.
        IrType bits = scalar.Size == 4 ? IrType.Int32 : IrType.Int64;
        Value[] asBits = [.. operands.Select(o => emit.Convert(ConvertOp.BitCast, o, bits))];
        Value before = kind == Kind.AtomicCompareExchange
            ? emit.CompareExchange(target, asBits[0], asBits[1])
            : emit.Atomic(AtomicOp.Exchange, target, asBits[0]);
        return Scalar(emit.Convert(ConvertOp.BitCast, before, scalar));
    }

    private static AtomicOp AtomicOf(Kind kind, Type type, IrType scalar) => kind switch
    {
        Kind.AtomicAdd => AtomicOp.Add,
        Kind.AtomicMin => scalar.IsFloat ? AtomicOp.MinFloat : Emitter.IsUnsigned(type) ? AtomicOp.MinUnsigned : AtomicOp.MinSigned,
        Kind.AtomicMax => scalar.IsFloat ? AtomicOp.MaxFloat : Emitter.IsUnsigned(type) ? AtomicOp.MaxUnsigned : AtomicOp.MaxSigned,
        Kind.AtomicAnd => AtomicOp.And,
        Kind.AtomicOr => AtomicOp.Or,
        Kind.AtomicXor => AtomicOp.Xor,
        _ => AtomicOp.Exchange,
    };
}
