using System.Reflection;
using Panther.Jit.Dialect;
using Panther.Jit.IR;

namespace Panther.Jit.Frontend;

/// <summary>Math and MathF: IEEE operations are instructions, transcendental functions are the dialect's own (XMath).</summary>
internal static class MathIntrinsics
{
    public static bool TryCall(MethodTranslator t, MethodBase method, StackValue[] a, out StackValue? result)
    {
        result = null;
        if (method.DeclaringType == typeof(float) || method.DeclaringType == typeof(double))
        {
            if (method.Name == nameof(float.MultiplyAddEstimate) && Array.TrueForAll(a, v => v is ScalarValue))
            {
                Value[] v = Scalars(t.Emit, a);
                result = new ScalarValue(t.Emit.FusedMultiplyAdd(v[0], v[1], v[2]));
                return true;
            }

            // .NET composes these of other functions; the dialect's are accurate.
            bool isBetter = method.Name is "Exp2" or "Exp10" or "Exp2M1" or "Exp10M1" or "ExpM1" or "Log2P1" or "Log10P1" or "LogP1" or "Hypot" or "SinPi" or "CosPi" or "TanPi";
            result = isBetter && FunctionFor(method.Name, method) is { } accurate ? t.Call(accurate, null, a) : null;
            return result is not null;
        }

        if (method.DeclaringType != typeof(Math) && method.DeclaringType != typeof(MathF))
        {
            return false;
        }

        Type type = ((MethodInfo)method).ReturnType;
        if (type == typeof(decimal))
        {
            throw Rejection.Decimal();
        }

        if (method.Name == nameof(Math.BigMul))
        {
            result = BigMul(t, method, a);
        }
        else if (method.Name == nameof(Math.SinCos) && FunctionFor(nameof(Math.Sin), method) is { } sine && FunctionFor(nameof(Math.Cos), method) is { } cosine)
        {
            Value[] both = [((ScalarValue)t.Call(sine, null, [a[0]])!).Value, ((ScalarValue)t.Call(cosine, null, [a[0]])!).Value];
            result = new AggregateValue(type, both);
        }
        else if (Array.TrueForAll(a, v => v is ScalarValue) && Translate(t.Emit, method.Name, method.GetParameters()[0].ParameterType, Scalars(t.Emit, a)) is { } value)
        {
            result = t.Emit.Coerce(new ScalarValue(value), type);
        }
        else if (FunctionFor(method.Name, method) is { } function)
        {
            result = t.Call(function, null, a);
        }

        return result is not null;
    }

    private static Value[] Scalars(Emitter emit, StackValue[] a) => [.. a.Select(v => emit.Widen(((ScalarValue)v).Value))];

    /// <summary>Finds the dialect's function of a name for the types of another one's parameters.</summary>
    private static MethodInfo? FunctionFor(string name, MethodBase method) =>
        typeof(XMath).GetMethod(name, BindingFlags.Public | BindingFlags.Static, [.. method.GetParameters().Select(p => p.ParameterType)]);

    private static Value? Translate(Emitter emit, string name, Type type, Value[] v) => (name, v) switch
    {
        (nameof(Math.Abs), [var x]) => emit.Unary(UnaryOp.Abs, x),
        (nameof(Math.Sqrt), [var x]) => emit.Unary(UnaryOp.Sqrt, x),
        (nameof(Math.Floor), [var x]) => emit.Unary(UnaryOp.Floor, x),
        (nameof(Math.Ceiling), [var x]) => emit.Unary(UnaryOp.Ceiling, x),
        (nameof(Math.Truncate), [var x]) => emit.Unary(UnaryOp.Truncate, x),
        (nameof(Math.Round), [var x]) => emit.Unary(UnaryOp.RoundEven, x),
        (nameof(Math.CopySign), [var x, var y]) => emit.Binary(BinaryOp.CopySign, x, y),
        (nameof(Math.FusedMultiplyAdd), [var x, var y, var z]) => emit.FusedMultiplyAdd(x, y, z),
        (nameof(Math.Min), [var x, var y]) => emit.Binary(MinOf(type, x.Type), x, y),
        (nameof(Math.Max), [var x, var y]) => emit.Binary(MaxOf(type, x.Type), x, y),
        (nameof(Math.Clamp), [var x, var low, var high]) => Clamp(emit, type, x, low, high),
        (nameof(Math.Sign), [var x]) => Sign(emit, x),
        ("ReciprocalEstimate", [var x]) => emit.Binary(BinaryOp.DivFloat, One(emit, x.Type), x),
        ("ReciprocalSqrtEstimate", [var x]) => emit.Binary(BinaryOp.DivFloat, One(emit, x.Type), emit.Unary(UnaryOp.Sqrt, x)),
        _ => null,
    };

    private static Constant One(Emitter emit, IrType type) =>
        type == IrType.Float32 ? emit.Function.Float32(1) : emit.Function.Float64(1);

    private static BinaryOp MinOf(Type type, IrType scalar) =>
        scalar.IsFloat ? BinaryOp.MinFloat : Emitter.IsUnsigned(type) ? BinaryOp.MinUnsigned : BinaryOp.MinSigned;

    private static BinaryOp MaxOf(Type type, IrType scalar) =>
        scalar.IsFloat ? BinaryOp.MaxFloat : Emitter.IsUnsigned(type) ? BinaryOp.MaxUnsigned : BinaryOp.MaxSigned;

    private static CompareOp LessOf(Type type, IrType scalar) =>
        scalar.IsFloat ? CompareOp.LessOrdered : Emitter.IsUnsigned(type) ? CompareOp.LessUnsigned : CompareOp.LessSigned;

    /// <summary>Where the bounds cross, .NET throws; a device gives one of them.</summary>
    private static Value Clamp(Emitter emit, Type type, Value x, Value low, Value high)
    {
        CompareOp less = LessOf(type, x.Type);
        Value capped = emit.Select(emit.Compare(less, high, x), high, x);
        return emit.Select(emit.Compare(less, x, low), low, capped);
    }

    /// <summary>NaN, for which .NET throws, has the sign 0.</summary>
    private static Value Sign(Emitter emit, Value x)
    {
        Value zero = emit.Function.Zero(x.Type);
        CompareOp less = LessOf(typeof(int), x.Type);
        Value positive = emit.Widen(emit.Compare(less, zero, x));
        Value negative = emit.Widen(emit.Compare(less, x, zero));
        return emit.Binary(BinaryOp.Sub, positive, negative);
    }

    private static ScalarValue? BigMul(MethodTranslator t, MethodBase method, StackValue[] a)
    {
        Emitter emit = t.Emit;
        Type type = method.GetParameters()[0].ParameterType;
        bool isUnsigned = Emitter.IsUnsigned(type);
        Value left = ((ScalarValue)a[0]).Value;
        Value right = ((ScalarValue)a[1]).Value;
        if (left.Type == IrType.Int32)
        {
            ConvertOp widen = isUnsigned ? ConvertOp.ZeroExtend : ConvertOp.SignExtend;
            return new ScalarValue(emit.Binary(BinaryOp.Mul, emit.Convert(widen, left, IrType.Int64), emit.Convert(widen, right, IrType.Int64)));
        }

        if (a.Length != 3)
        {
            return null;
        }

        emit.Store(t.Pointer(a[2]), type, new ScalarValue(emit.Binary(BinaryOp.Mul, left, right)));
        return new ScalarValue(emit.Binary(isUnsigned ? BinaryOp.MulHighUnsigned : BinaryOp.MulHighSigned, left, right));
    }
}
