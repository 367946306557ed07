using Panther.Jit.Compilation;
using Panther.Jit.IR;

namespace Panther.Jit.Passes;

/// <summary>
/// Writes conversions of 16-bit floats that the device does not have as integer operations, which are vector code on the CPU: a conversion is exact
/// when it widens, rounds to the nearest, ties to even, when it narrows, and keeps NaNs quiet.
/// </summary>
internal sealed class NarrowFloatConversions
{
    private const uint SingleInfinity = 0x7F800000;
    private const uint HalfInfinity = 0x7C00;
    private const uint SmallestNormalHalf = 0x0400;

    /// <summary>What the exponent of single precision is biased more than that of half precision, in its place.</summary>
    private const uint HalfBias = (127 - 15) << 23;

    private readonly KernelFunction function;
    private readonly TargetInfo target;
    private List<Instruction> output = [];
    private SourceLocation? location;

    private NarrowFloatConversions(KernelFunction function, TargetInfo target)
    {
        this.function = function;
        this.target = target;
    }

    public static void Run(KernelFunction function, TargetInfo target)
    {
        var pass = new NarrowFloatConversions(function, target);
        foreach (Block block in function.Blocks)
        {
            pass.Visit(block);
        }
    }

    private void Visit(Block block)
    {
        output = [];
        bool changed = false;
        foreach (Instruction instruction in block.Instructions.ToArray())
        {
            location = instruction.Location;
            if (instruction is ConvertInstruction { Op: ConvertOp.FloatToFloat } convert && Expand(convert.Operand, convert.Type) is { } value)
            {
                convert.ReplaceAllUsesWith(value);
                convert.Detach();
                changed = true;
            }
            else
            {
                output.Add(instruction);
            }
        }

        if (changed)
        {
            block.SetInstructions(output);
        }
    }

    /// <summary>Returns null for what the device converts itself.</summary>
    private Value? Expand(Value x, IrType type) => (x.Type.Kind, type.Kind) switch
    {
        (ScalarKind.Float64, ScalarKind.BFloat16) => FromSingle(RoundToOdd(x), type),
        (ScalarKind.Float64, ScalarKind.Float16) when !target.ConvertsFloat16 => FromSingle(RoundToOdd(x), type),
        (ScalarKind.Float16, ScalarKind.Float64) when !target.ConvertsFloat16 => Convert(ConvertOp.FloatToFloat, HalfToSingle(x), type),
        (ScalarKind.Float16, ScalarKind.Float32) when !target.ConvertsFloat16 => HalfToSingle(x),
        (ScalarKind.Float32, ScalarKind.Float16) when !target.ConvertsFloat16 => SingleToHalf(x),
        (ScalarKind.BFloat16, ScalarKind.Float32) when !target.ConvertsBFloat16 => BFloat16ToSingle(x),
        (ScalarKind.Float32, ScalarKind.BFloat16) when !target.ConvertsBFloat16 => SingleToBFloat16(x),
        _ => null,
    };

    private Value FromSingle(Value x, IrType type) => Expand(x, type) ?? Convert(ConvertOp.FloatToFloat, x, type);

    /// <summary>
    /// Narrows a double so that a further rounding sees on which side of a tie it lies: what is not exact gets an odd last bit (Boldo and Melquiond, 2008).
    /// </summary>
    private Value RoundToOdd(Value x)
    {
        Value near = Convert(ConvertOp.FloatToFloat, x, IrType.Float32);
        Value back = Convert(ConvertOp.FloatToFloat, near, IrType.Float64);
        Value bits = Convert(ConvertOp.BitCast, near, IrType.Int32);
        Value isEven = Compare(CompareOp.Equal, And(bits, 1), 0);
        Value distance = Unary(UnaryOp.Abs, x);
        Value reached = Unary(UnaryOp.Abs, back);
        Value isBeyond = Add(new CompareInstruction(CompareOp.GreaterOrdered, reached, distance));
        Value isShort = Add(new CompareInstruction(CompareOp.LessOrdered, reached, distance));
        Value step = Select(isShort, Bits(1), Select(isBeyond, Bits(uint.MaxValue), Bits(0)));
        Value adjusted = Binary(BinaryOp.Add, bits, Select(isEven, step, Bits(0)));
        return Convert(ConvertOp.BitCast, adjusted, IrType.Float32);
    }

    private Value HalfToSingle(Value x)
    {
        Value bits = Convert(ConvertOp.ZeroExtend, Convert(ConvertOp.BitCast, x, IrType.Int16), IrType.Int32);
        Value magnitude = And(bits, 0x7FFF);
        Value shifted = Shift(BinaryOp.ShiftLeft, magnitude, 13);
        Value normal = Binary(BinaryOp.Add, shifted, Bits(HalfBias));
        Value special = Binary(BinaryOp.Or, shifted, Bits(SingleInfinity));

        // The significand of a subnormal number counts steps of 2^-24.
        Value counted = Convert(ConvertOp.SignedToFloat, magnitude, IrType.Float32);
        Value tiny = Convert(ConvertOp.BitCast, Binary(BinaryOp.Mul, counted, function.Float32(1f / (1 << 24))), IrType.Int32);
        Value finite = Select(Compare(CompareOp.LessSigned, magnitude, SmallestNormalHalf), tiny, normal);
        Value all = Select(Compare(CompareOp.LessSigned, magnitude, HalfInfinity), finite, special);
        Value sign = Shift(BinaryOp.ShiftLeft, And(bits, 0x8000), 16);
        return Convert(ConvertOp.BitCast, Binary(BinaryOp.Or, all, sign), IrType.Float32);
    }

    private Value SingleToHalf(Value x)
    {
        Value bits = Convert(ConvertOp.BitCast, x, IrType.Int32);
        Value magnitude = And(bits, 0x7FFFFFFF);
        Value normal = Shift(BinaryOp.ShiftRightUnsigned, Rounded(magnitude, 13, unchecked(0u - HalfBias)), 13);

        // Next to 1/2 the steps of single precision are those of a subnormal half, so the addition rounds.
        Value magic = function.Float32(0.5f);
        Value sum = Binary(BinaryOp.Add, Convert(ConvertOp.BitCast, magnitude, IrType.Float32), magic);
        Value tiny = Binary(BinaryOp.Sub, Convert(ConvertOp.BitCast, sum, IrType.Int32), Bits(BitConverter.SingleToUInt32Bits(0.5f)));
        Value isNumber = Compare(CompareOp.LessSigned, magnitude, SingleInfinity + 1);
        Value special = Select(isNumber, Bits(HalfInfinity), Bits(HalfInfinity | 0x200));
        Value finite = Select(Compare(CompareOp.LessSigned, magnitude, HalfBias + (1 << 23)), tiny, normal);
        Value all = Select(Compare(CompareOp.LessSigned, magnitude, BitConverter.SingleToUInt32Bits(65536f)), finite, special);
        Value sign = And(Shift(BinaryOp.ShiftRightUnsigned, bits, 16), 0x8000);
        return Narrow(Binary(BinaryOp.Or, all, sign), IrType.Float16);
    }

    private Value BFloat16ToSingle(Value x)
    {
        Value bits = Convert(ConvertOp.ZeroExtend, Convert(ConvertOp.BitCast, x, IrType.Int16), IrType.Int32);
        return Convert(ConvertOp.BitCast, Shift(BinaryOp.ShiftLeft, bits, 16), IrType.Float32);
    }

    private Value SingleToBFloat16(Value x)
    {
        Value bits = Convert(ConvertOp.BitCast, x, IrType.Int32);
        Value isNumber = Add(new CompareInstruction(CompareOp.EqualOrdered, x, x));
        Value quiet = Binary(BinaryOp.Or, bits, Bits(0x400000));
        return Narrow(Shift(BinaryOp.ShiftRightUnsigned, Select(isNumber, Rounded(bits, 16, 0), quiet), 16), IrType.BFloat16);
    }

    /// <summary>Adds what rounds to the nearest multiple of 2^count, ties to even, once the low bits are cut off; and an offset.</summary>
    private Value Rounded(Value bits, int count, uint offset)
    {
        Value last = And(Shift(BinaryOp.ShiftRightUnsigned, bits, count), 1);
        Value sum = Binary(BinaryOp.Add, bits, Bits(offset + (1u << (count - 1)) - 1));
        return Binary(BinaryOp.Add, sum, last);
    }

    private Value Narrow(Value bits, IrType type) => Convert(ConvertOp.BitCast, Convert(ConvertOp.Truncate, bits, IrType.Int16), type);

    private Constant Bits(uint value) => function.Constant(IrType.Int32, value);

    private Value And(Value x, uint mask) => Binary(BinaryOp.And, x, Bits(mask));

    private Value Shift(BinaryOp op, Value x, int count) => Binary(op, x, function.Int32(count));

    private Value Compare(CompareOp op, Value x, uint constant) => Add(new CompareInstruction(op, x, Bits(constant)));

    private Value Binary(BinaryOp op, Value left, Value right) => Add(new BinaryInstruction(op, left, right));

    private Value Unary(UnaryOp op, Value operand) => Add(new UnaryInstruction(op, operand));

    private Value Select(Value condition, Value whenTrue, Value whenFalse) => Add(new SelectInstruction(condition, whenTrue, whenFalse));

    private Value Convert(ConvertOp op, Value operand, IrType type) => Add(new ConvertInstruction(op, operand, type));

    private Instruction Add(Instruction instruction)
    {
        instruction.Location = location;
        output.Add(instruction);
        return instruction;
    }
}
