using System.Globalization;
using System.Numerics;
using Panther.Jit.IR;

namespace Panther.Jit.Backends.Cpu.Analysis;

/// <summary>What a value of the first lane is made of.</summary>
/// <param name="Key">What varies; equal for values that differ by constants only.</param>
/// <param name="Constant">The constant that is added to it.</param>
/// <param name="ZeroBits">The low bits of what varies that are surely zero.</param>
internal readonly record struct FirstLaneTerm(string Key, long Constant, int ZeroBits)
{
    public FirstLaneTerm Plus(FirstLaneTerm other) => new(
        Key.Length == 0 ? other.Key : other.Key.Length == 0 ? Key : $"{Key}+{other.Key}",
        Constant + other.Constant,
        Math.Min(ZeroBits, other.ZeroBits));

    public FirstLaneTerm Times(long factor) => new(
        Key.Length == 0 || factor == 1 ? Key : $"{factor.ToString(CultureInfo.InvariantCulture)}({Key})",
        Constant * factor,
        Math.Min(63, ZeroBits + (factor == 0 ? 63 : BitOperations.TrailingZeroCount(factor))));
}

/// <summary>
/// Takes constants out of the first lane's addresses, also from under shifts and masks that find them in bits of which the rest has none. As with the
/// shapes for addresses, 32-bit indices are taken not to wrap.
/// </summary>
internal sealed class FirstLaneTerms(LaneShapes shapes)
{
    private readonly Dictionary<Value, FirstLaneTerm> known = [];

    public FirstLaneTerm Of(Value value)
    {
        if (!known.TryGetValue(value, out FirstLaneTerm term))
        {
            term = Compute(value);
            known.Add(value, term);
        }

        return term;
    }

    private FirstLaneTerm Compute(Value value)
    {
        switch (value)
        {
            case Constant c:
                return new FirstLaneTerm(string.Empty, c.AsInt64, 63);
            case GepInstruction gep:
                return Of(gep.Pointer).Plus(Of(gep.Index).Times(gep.Stride)).Plus(new FirstLaneTerm(string.Empty, gep.Offset, 63));
            case ConvertInstruction { Op: ConvertOp.SignExtend, Operand.Type.Kind: ScalarKind.Int32 } extended:
                return Of(extended.Operand);
            case BinaryInstruction { Op: BinaryOp.Add } sum:
                return Of(sum.Left).Plus(Of(sum.Right));
            case BinaryInstruction { Op: BinaryOp.Sub } difference:
                return Of(difference.Left).Plus(Of(difference.Right).Times(-1));
            case BinaryInstruction { Right: Constant right } operation when OfConstant(operation, right.AsInt64) is { } term:
                return term;
            default:
                return new FirstLaneTerm($"v{known.Count.ToString(CultureInfo.InvariantCulture)}", 0, shapes.Exact(value).ZeroBits);
        }
    }

    private FirstLaneTerm? OfConstant(BinaryInstruction operation, long right)
    {
        FirstLaneTerm left = Of(operation.Left);
        int count = (int)right & (operation.Type.Bits - 1);
        bool isLow = left.Constant >= 0 && left.Constant < 1L << Math.Min(62, left.ZeroBits);
        return operation.Op switch
        {
            BinaryOp.Mul => left.Times(right),
            BinaryOp.ShiftLeft => left.Times(1L << count),
            BinaryOp.Or when isLow && right >= 0 && right < 1L << Math.Min(62, left.ZeroBits) => left with { Constant = left.Constant | right },
            BinaryOp.ShiftRightUnsigned when isLow => Shifted(left, "u", count),
            BinaryOp.ShiftRightSigned when isLow => Shifted(left, IsNotNegative(operation.Left) ? "u" : "s", count),
            BinaryOp.And when isLow =>
                new FirstLaneTerm($"({left.Key})&{right.ToString(CultureInfo.InvariantCulture)}", left.Constant & right, left.ZeroBits),
            _ => null,
        };
    }

    private static FirstLaneTerm Shifted(FirstLaneTerm left, string sign, int count) =>
        new($"({left.Key}){sign}{count.ToString(CultureInfo.InvariantCulture)}", left.Constant >> count, Math.Max(0, left.ZeroBits - count));

    /// <summary>Returns whether a 32-bit value, taken not to wrap, is at least zero, so that its sign does not matter to a shift.</summary>
    private static bool IsNotNegative(Value value) => value switch
    {
        IndexInstruction => true,
        Constant c => c.AsInt64 >= 0,
        BinaryInstruction { Op: BinaryOp.ShiftRightSigned or BinaryOp.ShiftLeft } i => IsNotNegative(i.Left),
        BinaryInstruction { Op: BinaryOp.And } i => IsNotNegative(i.Left) || IsNotNegative(i.Right),
        BinaryInstruction { Op: BinaryOp.Or or BinaryOp.Add or BinaryOp.Mul } i => IsNotNegative(i.Left) && IsNotNegative(i.Right),
        _ => false,
    };
}
