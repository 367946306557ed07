using Panther.Jit.Backends.OpenCl.Analysis;
using Panther.Jit.IR;
using Panther.Jit.Passes.Analysis;

namespace Panther.Jit.Backends.OpenCl.Expressions;

/// <content>
/// Addresses: a pointer and a number of elements. Sums under an index are computed in 64 bits; one in 32 bits that wraps is out of bounds.
/// </content>
internal sealed partial class ExpressionWriter
{
    /// <summary>Returns the place in memory that a pointer points to, as something that can be read and assigned to.</summary>
    private Expression Dereference(Value pointer, OpenClType accessed)
    {
        accessed = elements.Accessed(pointer, accessed);
        (Expression start, Expression? index) = Elements(pointer, accessed);
        if (SameMemory(start.Type.Pointee!, accessed))
        {
            OpenClType element = start.Type.Pointee! with { IsAliased = false };
            Expression place = index is null && pointer is GepInstruction or PhiInstruction
                ? Expression.Prefix("*", start, element)
                : index is null ? Expression.From($"{start.In(Precedence.Primary)}[0]", Precedence.Primary, element, start)
                : Expression.From($"{start.In(Precedence.Primary)}[{index.Text}]", Precedence.Primary, element, start, index);
            return place with { ReadsMemory = true };
        }

        Expression typed = AsPointer(start, index).CastTo(accessed.PointerIn(pointer.Type.Space, start.Type.IsConst));
        return Expression.Prefix("*", typed, accessed with { IsAliased = false }) with { ReadsMemory = true };
    }

    /// <summary>Returns a pointer to exactly one type of element.</summary>
    private Expression PointerTo(Value pointer, OpenClType accessed)
    {
        accessed = elements.Accessed(pointer, accessed);
        (Expression start, Expression? index) = Elements(pointer, accessed);
        return AsPointer(start, index).CastTo(accessed.PointerIn(pointer.Type.Space));
    }

    private Expression Address(GepInstruction gep)
    {
        OpenClType type = elements.TypeOf(gep);
        (Expression start, Expression? index) = Elements(gep, type.Pointee!, isOwn: true);
        return AsPointer(start, index).CastTo(type);
    }

    private static Expression AsPointer(Expression start, Expression? index) => index is null
        ? start
        : index.Text.StartsWith('-') && index.Precedence == Precedence.Unary
            ? Expression.From($"{start.In(Precedence.Sum)} - {index.Text[1..]}", Precedence.Sum, start.Type, start, index)
            : Expression.From($"{start.In(Precedence.Sum)} + {index.In(Precedence.Sum)}", Precedence.Sum, start.Type, start, index);

    /// <summary>Signs do not matter to what lies in memory.</summary>
    private static bool SameMemory(OpenClType element, OpenClType accessed) => element.WithSign(false) == accessed.WithSign(false);

    /// <summary>Takes the steps of a pointer together that have no variable of their own, or the step that makes one.</summary>
    private (Expression Start, Expression? Index) Elements(Value pointer, OpenClType accessed, bool isOwn = false)
    {
        var steps = new Stack<GepInstruction>();
        while (pointer is GepInstruction gep && (isOwn || !variables.ContainsKey(gep)))
        {
            isOwn = false;
            steps.Push(gep);
            pointer = gep.Pointer;
        }

        OpenClType element = elements.TypeOf(pointer).Pointee!;
        Expression start = pointer is Constant null0 ? Literal(null0, isUnsigned: true).CastTo(elements.TypeOf(pointer)) : Write(pointer);
        if (steps.Any(s => !IsMultiple(s, element.Size)))
        {
            // Steps of some other size: count bytes, or what is accessed where it fits.
            element = steps.All(s => IsMultiple(s, accessed.Size)) ? accessed : elements.Accessed(pointer, OpenClType.UChar);
        }

        if (steps.Count > 0)
        {
            start = start.CastTo(element.PointerIn(pointer.Type.Space, start.Type.IsConst));
        }

        Expression? index = null;
        long constant = 0;
        foreach (GepInstruction step in steps)
        {
            constant += step.Offset / element.Size;
            if (step.Index is Constant known)
            {
                constant += known.AsInt64 * (step.Stride / element.Size);
            }
            else
            {
                index = Plus(index, Times(WriteIndex(step.Index, ref constant, step.Stride / element.Size), step.Stride / element.Size));
            }
        }

        if (constant != 0)
        {
            index = index is null ? LongLiteral(constant, isWide: false) : PlusConstant(index, constant, FitsInt(steps, element.Size));
        }

        return (start, index);
    }

    private static bool IsMultiple(GepInstruction step, int size) =>
        step.Offset % size == 0 && (step.Index is Constant index ? index.AsInt64 * step.Stride % size == 0 : step.Stride % size == 0);

    /// <summary>
    /// Writes an index so that C computes it in 64 bits or without overflow in 32; constants that are added to it go to <paramref name="constant"/>, which
    /// counts elements.
    /// </summary>
    private Expression WriteIndex(Value index, ref long constant, long scale)
    {
        if (index is not Instruction instruction || variables.ContainsKey(index) || !folding.IsFolded(instruction))
        {
            return Leaf(index);
        }

        switch (instruction)
        {
            case BinaryInstruction sum when GridIndex.Dimension(sum) is { } dimension:
                return GlobalId(dimension);
            case BinaryInstruction { Op: BinaryOp.Add, Right: Constant addend } sum:
                constant += addend.AsInt64 * scale;
                return WriteIndex(sum.Left, ref constant, scale);
            case BinaryInstruction { Op: BinaryOp.Add } sum:
                Expression left = WriteIndex(sum.Left, ref constant, scale);
                return Plus(left, WriteIndex(sum.Right, ref constant, scale));
            case BinaryInstruction { Op: BinaryOp.Sub } difference:
                Expression from = WriteIndex(difference.Left, ref constant, scale);
                Expression taken = WriteIndex(difference.Right, ref constant, -scale);
                (from, taken) = Widen(from, taken);
                return Expression.Infix(from, "-", taken, Precedence.Sum, OpenClType.Long);
            case BinaryInstruction { Op: BinaryOp.Mul, Right: Constant factor } product:
                return Times(WriteIndex(product.Left, ref constant, scale * factor.AsInt64), factor.AsInt64);
            case BinaryInstruction { Op: BinaryOp.Mul } product:
                Expression first = Leaf(product.Left);
                Expression second = Leaf(product.Right);
                (first, second) = Widen(first, second);
                return Expression.Infix(first, "*", second, Precedence.Product, OpenClType.Long);
            case BinaryInstruction { Op: BinaryOp.ShiftLeft, Right: Constant { AsInt64: >= 0 and < 31 } count } shifted:
                long times = 1L << (int)count.AsInt64;
                return Times(WriteIndex(shifted.Left, ref constant, scale * times), times);
            case ConvertInstruction { Op: ConvertOp.SignExtend, Operand.Type.Kind: ScalarKind.Int32 } extended:
                return WriteIndex(extended.Operand, ref constant, scale);
            case ConvertInstruction { Op: ConvertOp.ZeroExtend, Operand.Type.Kind: ScalarKind.Int32 } extended:
                return ValueRange.IsNonNegative(extended.Operand) ? WriteIndex(extended.Operand, ref constant, scale) : Unsigned(extended.Operand);
            default:
                return Leaf(index);
        }
    }

    /// <summary>An index with the sign that it counts with.</summary>
    private Expression Leaf(Value index) => variables.TryGetValue(index, out Variable? variable) && variable.Type.Bits == 64
        ? Expression.Of(variable)
        : GridIndex.Dimension(index) is { } dimension && !variables.ContainsKey(index) ? GlobalId(dimension)
        : index is ConvertInstruction { Op: ConvertOp.SignExtend, Operand.Type.Kind: ScalarKind.Int32 } extended && !variables.ContainsKey(index) ? Leaf(extended.Operand)
        : Signed(index);

    private static Expression Times(Expression index, long factor)
    {
        if (factor == 1)
        {
            return index;
        }

        return Expression.Infix(index, "*", LongLiteral(factor, index.Type.Bits < 64), Precedence.Product, OpenClType.Long);
    }

    private static Expression Plus(Expression? a, Expression b)
    {
        if (a is null)
        {
            return b;
        }

        // A sum on the right would need parentheses.
        (a, b) = b.Precedence == Precedence.Sum && a.Precedence > Precedence.Sum ? Widen(b, a) : Widen(a, b);
        return Expression.Infix(a, "+", b, Precedence.Sum, OpenClType.Long);
    }

    private static Expression PlusConstant(Expression index, long constant, bool fitsInt) => constant < 0 && constant != long.MinValue
        ? Expression.Infix(index, "-", LongLiteral(-constant, index.Type.Bits < 64 && !fitsInt), Precedence.Sum, OpenClType.Long)
        : Expression.Infix(index, "+", LongLiteral(constant, index.Type.Bits < 64 && !fitsInt), Precedence.Sum, OpenClType.Long);

    /// <summary>Returns whether an index of one variable stays within an int, with and without its constants.</summary>
    private static bool FitsInt(IEnumerable<GepInstruction> steps, int size)
    {
        GepInstruction[] variable = [.. steps.Where(s => s.Index is not Constant)];
        long constants = steps.Sum(s => (s.Offset + (s.Index is Constant index ? index.AsInt64 * s.Stride : 0)) / size);
        return variable is [var only] && only.Stride / size is > 0 and < 1 << 9 && ValueRange.Of(only.Index) is { Min: > -(1 << 20), Max: < 1 << 20 }
            && constants is > -(1 << 24) and < 1 << 24;
    }

    /// <summary>Makes sure that C computes in 64 bits.</summary>
    private static (Expression A, Expression B) Widen(Expression a, Expression b) =>
        a.Type.Bits == 64 || b.Type.Bits == 64 ? (a, b) : (a.CastTo(OpenClType.Long), b);

    private static Expression LongLiteral(long value, bool isWide)
    {
        string text = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{value}{(isWide || value != (int)value ? "L" : string.Empty)}");
        return new Expression(text, value < 0 ? Precedence.Unary : Precedence.Primary, isWide ? OpenClType.Long : OpenClType.Int);
    }
}
