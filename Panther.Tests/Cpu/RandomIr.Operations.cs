using Panther.Jit.IR;

namespace Panther.Tests.Cpu;

/// <summary>Random operations of every kind, over every type.</summary>
internal sealed partial class RandomIr
{
    private static readonly BinaryOp[] IntegerOps =
    [
        BinaryOp.Add, BinaryOp.Sub, BinaryOp.Mul, BinaryOp.DivSigned, BinaryOp.DivUnsigned, BinaryOp.RemSigned, BinaryOp.RemUnsigned,
        BinaryOp.And, BinaryOp.Or, BinaryOp.Xor, BinaryOp.ShiftLeft, BinaryOp.ShiftRightSigned, BinaryOp.ShiftRightUnsigned,
        BinaryOp.MinSigned, BinaryOp.MaxSigned, BinaryOp.MinUnsigned, BinaryOp.MaxUnsigned, BinaryOp.MulHighSigned, BinaryOp.MulHighUnsigned,
    ];

    private static readonly BinaryOp[] FloatOps =
        [BinaryOp.Add, BinaryOp.Sub, BinaryOp.Mul, BinaryOp.DivFloat, BinaryOp.RemFloat, BinaryOp.MinFloat, BinaryOp.MaxFloat, BinaryOp.CopySign];

    private static readonly UnaryOp[] FloatUnaries =
        [UnaryOp.Negate, UnaryOp.Abs, UnaryOp.Sqrt, UnaryOp.Floor, UnaryOp.Ceiling, UnaryOp.Truncate, UnaryOp.RoundEven];

    private static readonly UnaryOp[] IntegerUnaries =
        [UnaryOp.Negate, UnaryOp.Not, UnaryOp.Abs, UnaryOp.PopCount, UnaryOp.LeadingZeros, UnaryOp.TrailingZeros];

    private Value Operation(IrType type)
    {
        if (type == IrType.Bool)
        {
            return random.Next(5) switch
            {
                0 => Binary(BinaryOp.Xor, Pick(type), Pick(type)),
                1 => Binary(BinaryOp.And, Pick(type), Pick(type)),
                2 => builder.Unary(UnaryOp.Not, Pick(type)),
                _ => Condition(),
            };
        }

        switch (random.Next(10))
        {
            case 0:
                return builder.Select(Pick(IrType.Bool), Pick(type), Pick(type));
            case 1 or 2:
                return Converted(type);
            case 3 when type.IsFloat:
                return builder.FusedMultiplyAdd(Pick(type), Pick(type), Pick(type));
            case 4:
                return type.IsFloat
                    ? builder.Unary(FloatUnaries[random.Next(FloatUnaries.Length)], Pick(type))
                    : builder.Unary(IntegerUnaries[random.Next(IntegerUnaries.Length)], Pick(type));
            default:
                return type.IsFloat ? FloatBinary(type) : IntegerBinary(type);
        }
    }

    private Value FloatBinary(IrType type)
    {
        BinaryOp op = FloatOps[random.Next(FloatOps.Length)];
        Value right = Pick(type);
        // The sign of a NaN is not defined.
        return Binary(op, Pick(type), op == BinaryOp.CopySign ? Canonical(right) : right);
    }

    private Value IntegerBinary(IrType type)
    {
        BinaryOp op = IntegerOps[random.Next(IntegerOps.Length)];
        if (op is BinaryOp.MulHighSigned or BinaryOp.MulHighUnsigned && type.Bits < 32)
        {
            op = BinaryOp.Mul;
        }

        Value left = Pick(type);
        Value right = op switch
        {
            BinaryOp.ShiftLeft or BinaryOp.ShiftRightSigned or BinaryOp.ShiftRightUnsigned => Pick(IrType.Int32),
            // Neither zero nor -1.
            BinaryOp.DivSigned or BinaryOp.DivUnsigned or BinaryOp.RemSigned or BinaryOp.RemUnsigned =>
                Binary(BinaryOp.Or, Binary(BinaryOp.And, Pick(type), function.Constant(type, 0x3E)), function.Constant(type, 1)),
            _ => Pick(type),
        };
        return Binary(op, left, right);
    }

    private Value Converted(IrType type)
    {
        IrType from = AnyType();
        Value value = Pick(from);
        if (from.IsFloat && type.IsFloat)
        {
            return from == type ? value : builder.Convert(ConvertOp.FloatToFloat, value, type);
        }

        if (from.IsFloat)
        {
            if (from.Bits == type.Bits && random.Next(2) == 0)
            {
                return builder.Convert(ConvertOp.BitCast, Canonical(value), type);
            }

            IrType target = type.Bits == 64 ? IrType.Int64 : IrType.Int32;
            Value whole = builder.Convert(random.Next(2) == 0 ? ConvertOp.FloatToSigned : ConvertOp.FloatToUnsigned, value, target);
            return type.Bits < 32 ? builder.Convert(ConvertOp.Truncate, whole, type) : whole;
        }

        if (type.IsFloat)
        {
            if (from.Bits == type.Bits && from.IsInteger && random.Next(2) == 0)
            {
                return builder.Convert(ConvertOp.BitCast, value, type);
            }

            if (from == IrType.Bool)
            {
                value = builder.Convert(ConvertOp.ZeroExtend, value, IrType.Int32);
            }

            return builder.Convert(random.Next(2) == 0 ? ConvertOp.SignedToFloat : ConvertOp.UnsignedToFloat, value, type);
        }

        if (from.Bits == type.Bits)
        {
            return value;
        }

        return from.Bits > type.Bits
            ? builder.Convert(ConvertOp.Truncate, value, type)
            : builder.Convert(from != IrType.Bool && random.Next(2) == 0 ? ConvertOp.SignExtend : ConvertOp.ZeroExtend, value, type);
    }

    private Value Condition()
    {
        IrType type = AnyType();
        if (type == IrType.Bool)
        {
            return Pick(type);
        }

        if (random.Next(4) == 0)
        {
            // Likely true, likely false, or the same for all.
            return builder.Compare(CompareOp.LessSigned, thread, random.Next(2) == 0 ? function.Int32(random.Next(groupSize + 2)) : Pick(IrType.Int32));
        }

        CompareOp[] ops = [.. Enum.GetValues<CompareOp>().Where(o => o.ToString().EndsWith("ordered", StringComparison.OrdinalIgnoreCase) == type.IsFloat)];
        return builder.Compare(ops[random.Next(ops.Length)], Pick(type), Pick(type));
    }

    /// <summary>Replaces a NaN by one of known bits: which one an operation gives is not defined.</summary>
    private Value Canonical(Value value) => !value.Type.IsFloat
        ? value
        : builder.Select(
            builder.Compare(CompareOp.NotEqualUnordered, value, value),
            value.Type.Kind switch
            {
                ScalarKind.Float32 => function.Float32(float.NaN),
                ScalarKind.Float64 => function.Float64(double.NaN),
                ScalarKind.Float16 => function.Constant(value.Type, 0x7E00),
                _ => function.Constant(value.Type, 0x7FC0),
            },
            value);
}
