using System.Numerics;
using System.Reflection;
using Panther.Jit.IR;

namespace Panther.Jit.Frontend;

/// <summary>BitOperations and BitConverter.</summary>
internal static class BitIntrinsics
{
    public static bool TryCall(MethodTranslator t, MethodBase method, StackValue[] a, out StackValue? result)
    {
        result = null;
        if (method.DeclaringType == typeof(BitConverter) && method.Name.Contains("BitsTo", StringComparison.Ordinal)
            || method.DeclaringType == typeof(BitConverter) && method.Name.EndsWith("Bits", StringComparison.Ordinal))
        {
            result = BitCast(t, a[0], method.GetParameters()[0].ParameterType, ((MethodInfo)method).ReturnType);
        }
        else if (method.DeclaringType == typeof(BitOperations))
        {
            result = Operation(t.Emit, method, a);
        }

        return result is not null;
    }

    /// <summary>Reads the bits of one type as those of another of the same size.</summary>
    public static StackValue BitCast(MethodTranslator t, StackValue value, Type from, Type to)
    {
        TypeLayout source = TypeLayout.Of(from);
        TypeLayout target = TypeLayout.Of(to);
        if (source.Leaves.Count == 1 && target.Leaves.Count == 1 && source.Size == target.Size
            && source.Leaves[0].Type.Kind is not (ScalarKind.Bool or ScalarKind.Pointer) && target.Leaves[0].Type.Kind is not (ScalarKind.Bool or ScalarKind.Pointer))
        {
            return t.Emit.FromLeaves(to, [t.Emit.Convert(ConvertOp.BitCast, t.Emit.Leaves(value, from)[0], target.Leaves[0].Type)]);
        }

        return t.Emit.Load(t.Spill(value, from), to);
    }

    private static ScalarValue? Operation(Emitter emit, MethodBase method, StackValue[] a)
    {
        Value x = emit.Widen(((ScalarValue)a[0]).Value);
        int width = x.Type.Bits;
        return method.Name switch
        {
            nameof(BitOperations.PopCount) => Count(emit, UnaryOp.PopCount, x),
            nameof(BitOperations.LeadingZeroCount) => Count(emit, UnaryOp.LeadingZeros, x),
            nameof(BitOperations.TrailingZeroCount) => Count(emit, UnaryOp.TrailingZeros, x),
            nameof(BitOperations.Log2) => Log2(emit, x),
            nameof(BitOperations.RotateLeft) => Rotate(emit, x, ((ScalarValue)a[1]).Value, BinaryOp.ShiftLeft, BinaryOp.ShiftRightUnsigned, width),
            nameof(BitOperations.RotateRight) => Rotate(emit, x, ((ScalarValue)a[1]).Value, BinaryOp.ShiftRightUnsigned, BinaryOp.ShiftLeft, width),
            _ => null,
        };
    }

    private static ScalarValue Count(Emitter emit, UnaryOp op, Value x)
    {
        Value count = emit.Unary(op, x);
        return new ScalarValue(count.Type == IrType.Int64 ? emit.Convert(ConvertOp.Truncate, count, IrType.Int32) : count);
    }

    /// <summary>The logarithm of zero is zero, as .NET has it.</summary>
    private static ScalarValue Log2(Emitter emit, Value x)
    {
        Value odd = emit.Binary(BinaryOp.Or, x, emit.Function.Constant(x.Type, 1));
        Value zeros = Count(emit, UnaryOp.LeadingZeros, odd).Value;
        return new ScalarValue(emit.Binary(BinaryOp.Sub, emit.Int32(x.Type.Bits - 1), zeros));
    }

    private static ScalarValue Rotate(Emitter emit, Value x, Value count, BinaryOp there, BinaryOp back, int width)
    {
        Value rest = emit.Binary(BinaryOp.Sub, emit.Int32(width), count);
        return new ScalarValue(emit.Binary(BinaryOp.Or, emit.Binary(there, x, count), emit.Binary(back, x, rest)));
    }
}
