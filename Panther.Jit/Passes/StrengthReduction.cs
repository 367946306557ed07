using System.Numerics;
using Panther.Jit.IR;
using Panther.Jit.Passes.Analysis;

namespace Panther.Jit.Passes;

/// <summary>
/// Divides by constants without dividing: by powers of two with shifts, by other 32-bit constants with the high half of a product
/// (Granlund and Montgomery, "Division by invariant integers using multiplication", PLDI 1994).
/// </summary>
internal sealed class StrengthReduction
{
    private readonly KernelFunction function;
    private List<Instruction> output = [];
    private SourceLocation? location;

    private StrengthReduction(KernelFunction function) => this.function = function;

    public static bool Run(KernelFunction function)
    {
        var pass = new StrengthReduction(function);
        bool changed = false;
        foreach (Block block in function.Blocks)
        {
            changed |= pass.Visit(block);
        }

        return changed;
    }

    private bool Visit(Block block)
    {
        bool changed = false;
        output = new List<Instruction>(block.Instructions.Count);
        foreach (Instruction instruction in block.Instructions)
        {
            location = instruction.Location;
            if (instruction is BinaryInstruction { Right: Constant divisor } division && Divide(division, divisor) is { } quotient)
            {
                division.ReplaceAllUsesWith(quotient);
                division.Detach();
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

        return changed;
    }

    private Value? Divide(BinaryInstruction division, Constant divisor)
    {
        Value x = division.Left;
        bool isUnsigned = division.Op is BinaryOp.DivUnsigned or BinaryOp.RemUnsigned;
        bool isRemainder = division.Op is BinaryOp.RemSigned or BinaryOp.RemUnsigned;
        if (!isUnsigned && division.Op is not (BinaryOp.DivSigned or BinaryOp.RemSigned))
        {
            return null;
        }

        if (division.Type.Kind is not (ScalarKind.Int32 or ScalarKind.Int64) || (!isUnsigned && divisor.AsInt64 <= 0) || divisor.IsZero)
        {
            return null;
        }

        ulong d = divisor.Bits;
        if (BitOperations.IsPow2(d) && isUnsigned && isRemainder)
        {
            return Binary(BinaryOp.And, x, function.Constant(division.Type, d - 1));
        }

        Value? quotient = BitOperations.IsPow2(d) ? DivideByPower(x, d, isUnsigned)
            : division.Type != IrType.Int32 ? null
            : isUnsigned ? DivideUnsigned(x, (uint)d) : DivideSigned(x, (int)d);
        return quotient is null || !isRemainder ? quotient : Binary(BinaryOp.Sub, x, Binary(BinaryOp.Mul, quotient, divisor));
    }

    private Value DivideByPower(Value x, ulong d, bool isUnsigned)
    {
        int shift = BitOperations.Log2(d);
        if (isUnsigned || ValueRange.IsNonNegative(x))
        {
            return Shift(BinaryOp.ShiftRightUnsigned, x, shift);
        }

        if (shift == 0)
        {
            return x;
        }

        // Towards zero: a negative dividend is moved up by d - 1 first.
        int width = x.Type.Bits;
        Value sign = Shift(BinaryOp.ShiftRightSigned, x, width - 1);
        Value bias = Shift(BinaryOp.ShiftRightUnsigned, sign, width - shift);
        return Shift(BinaryOp.ShiftRightSigned, Binary(BinaryOp.Add, x, bias), shift);
    }

    private Value DivideUnsigned(Value x, uint d)
    {
        int log = 32 - BitOperations.LeadingZeroCount(d - 1);
        if (ValueRange.IsNonNegative(x))
        {
            // For 31 bits a factor of 32 bits is always enough.
            ulong factor = Ceiling(31 + log, d);
            return Shift(BinaryOp.ShiftRightUnsigned, MulHigh(BinaryOp.MulHighUnsigned, x, factor), log - 1);
        }

        // The factor has 33 bits; its top bit is added in, halved so that the sum does not overflow.
        ulong low = Ceiling(32 + log, d) - (1UL << 32);
        Value high = MulHigh(BinaryOp.MulHighUnsigned, x, low);
        Value half = Shift(BinaryOp.ShiftRightUnsigned, Binary(BinaryOp.Sub, x, high), 1);
        return Shift(BinaryOp.ShiftRightUnsigned, Binary(BinaryOp.Add, half, high), log - 1);
    }

    private Value DivideSigned(Value x, int d)
    {
        if (ValueRange.IsNonNegative(x))
        {
            return DivideUnsigned(x, (uint)d);
        }

        // The factor is below 2^32 but not below 2^31, so the product sees it as itself minus 2^32, and x makes up for it.
        int log = 32 - BitOperations.LeadingZeroCount((uint)d - 1);
        ulong factor = Ceiling(31 + log, (uint)d);
        Value high = Binary(BinaryOp.Add, MulHigh(BinaryOp.MulHighSigned, x, factor), x);
        Value quotient = Shift(BinaryOp.ShiftRightSigned, high, log - 1);
        return Binary(BinaryOp.Sub, quotient, Shift(BinaryOp.ShiftRightSigned, x, 31));
    }

    private static ulong Ceiling(int power, uint d) => (ulong)(((UInt128.One << power) + d - 1) / d);

    private Value MulHigh(BinaryOp op, Value x, ulong factor) => Binary(op, x, function.Constant(IrType.Int32, factor));

    private Value Shift(BinaryOp op, Value x, int count) => count == 0 ? x : Binary(op, x, function.Int32(count));

    private BinaryInstruction Binary(BinaryOp op, Value left, Value right)
    {
        var instruction = new BinaryInstruction(op, left, right) { Location = location };
        output.Add(instruction);
        return instruction;
    }
}
