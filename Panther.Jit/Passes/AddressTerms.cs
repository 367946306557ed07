using Panther.Jit.IR;
using Panther.Jit.Passes.Analysis;

namespace Panther.Jit.Passes;

/// <summary>
/// An address as a root pointer, a sum of variables times bytes, and a constant. An index in 32 bits is taken apart as if it never wrapped:
/// one that does is out of bounds.
/// </summary>
internal sealed class AddressTerms
{
    private const int MostTerms = 6;

    private readonly List<(Value Variable, long Bytes)> terms = [];
    private readonly Value? whole;

    private AddressTerms(Value root, Value? whole)
    {
        Root = root;
        this.whole = whole;
    }

    public Value Root { get; private set; }

    /// <summary>Gets the variables with the bytes that one step of each moves.</summary>
    public IReadOnlyList<(Value Variable, long Bytes)> Terms => terms;

    public long Constant { get; private set; }

    /// <summary>Takes an address apart; null when it has too many variables.</summary>
    /// <param name="gep">The address.</param>
    /// <param name="whole">A variable that is not taken apart itself.</param>
    public static AddressTerms? Of(GepInstruction gep, Value? whole = null)
    {
        var result = new AddressTerms(gep, whole);
        Value pointer = gep;
        while (pointer is GepInstruction part)
        {
            result.Constant += part.Offset;
            if (!result.Add(part.Index, part.Stride))
            {
                return null;
            }

            pointer = part.Pointer;
        }

        result.Root = pointer;
        return result;
    }

    private bool Add(Value index, long bytes)
    {
        switch (index)
        {
            case var variable when ReferenceEquals(variable, whole):
                return AddTerm(variable, bytes);
            case Constant c:
                Constant += c.AsInt64 * bytes;
                return true;
            case BinaryInstruction { Op: BinaryOp.Add } sum:
                return Add(sum.Left, bytes) && Add(sum.Right, bytes);
            case BinaryInstruction { Op: BinaryOp.Sub } difference:
                return Add(difference.Left, bytes) && Add(difference.Right, -bytes);
            case BinaryInstruction { Op: BinaryOp.Mul, Right: Constant factor } product:
                return Add(product.Left, bytes * factor.AsInt64);
            case BinaryInstruction { Op: BinaryOp.ShiftLeft, Right: Constant count } shifted when count.AsInt64 is >= 0 and < 31:
                return Add(shifted.Left, bytes << (int)count.AsInt64);
            case UnaryInstruction { Op: UnaryOp.Negate } negated:
                return Add(negated.Operand, -bytes);
            case ConvertInstruction { Op: ConvertOp.SignExtend, Operand.Type.Kind: ScalarKind.Int32 } extended:
                return Add(extended.Operand, bytes);
            case ConvertInstruction { Op: ConvertOp.ZeroExtend, Operand.Type.Kind: ScalarKind.Int32 } extended when ValueRange.IsNonNegative(extended.Operand):
                return Add(extended.Operand, bytes);
            default:
                return AddTerm(index, bytes);
        }
    }

    private bool AddTerm(Value variable, long bytes)
    {
        for (int i = 0; i < terms.Count; i++)
        {
            if (ReferenceEquals(terms[i].Variable, variable))
            {
                terms[i] = (variable, terms[i].Bytes + bytes);
                return true;
            }
        }

        terms.Add((variable, bytes));
        return terms.Count <= MostTerms;
    }
}
