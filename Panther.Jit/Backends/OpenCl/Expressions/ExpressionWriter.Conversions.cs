using Panther.Jit.Backends.OpenCl.Analysis;
using Panther.Jit.IR;
using Panther.Jit.Passes.Analysis;

namespace Panther.Jit.Backends.OpenCl.Expressions;

/// <content>Conversions.</content>
internal sealed partial class ExpressionWriter
{
    private Expression Convert(ConvertInstruction i)
    {
        IrType from = i.Operand.Type;
        OpenClType to = i.Type.IsPointer ? elements.TypeOf(i) : OpenClType.Of(i.Type, signs.IsUnsigned(i));
        switch (i.Op)
        {
            case ConvertOp.Truncate:
                return (Write(i.Operand) with { }).CastTo(to);
            case ConvertOp.SignExtend or ConvertOp.ZeroExtend when from == IrType.Bool:
                Expression bit = Write(i.Operand).CastTo(OpenClType.Of(i.Type));
                return i.Op == ConvertOp.ZeroExtend ? bit : Expression.Prefix("-", bit, bit.Type);
            case ConvertOp.SignExtend:
                return Index(i) ?? Signed(i.Operand).CastTo(to);
            case ConvertOp.ZeroExtend:
                return (ValueRange.IsNonNegative(i.Operand) ? Index(i) ?? Write(i.Operand) : Unsigned(i.Operand)).CastTo(to);
            case ConvertOp.SignedToFloat:
                return ToFloat(i, Signed(i.Operand));
            case ConvertOp.UnsignedToFloat:
                return ToFloat(i, from == IrType.Bool ? Write(i.Operand).CastTo(OpenClType.Int) : Unsigned(i.Operand));
            case ConvertOp.FloatToSigned or ConvertOp.FloatToUnsigned:
                OpenClType result = OpenClType.Of(i.Type, i.Op == ConvertOp.FloatToUnsigned);
                return Expression.Call(library.Saturating(FloatType(from), result), result, Float(i.Operand));
            case ConvertOp.FloatToFloat:
                return from == i.Type ? Write(i.Operand) : IsHalf(i.Type) ? Rounded(i.Type, Float(i.Operand)) : Float(i.Operand).CastTo(to);
            case ConvertOp.BitCast:
                return Reinterpret(i, to);
            case ConvertOp.PointerToInt:
                return Write(i.Operand).CastTo(to);
            case ConvertOp.IntToPointer:
                return Write(i.Operand).CastTo(to);
            default:
                throw new InvalidOperationException($"The OpenCL backend does not know {i.Op}.");
        }
    }

    /// <summary>The thread's index in the grid needs no extension: it is kept in 64 bits.</summary>
    private Expression? Index(ConvertInstruction i)
    {
        if (i.Type != IrType.Int64)
        {
            return null;
        }

        return variables.TryGetValue(i.Operand, out Variable? variable) ? (variable.Type.Bits == 64 ? Expression.Of(variable) : null)
            : GridIndex.Dimension(i.Operand) is { } dimension ? GlobalId(dimension)
            : i.Operand is IndexInstruction index ? RawIndex(index.Kind)
            : null;
    }

    private static bool IsHalf(IrType type) => type.Kind is ScalarKind.Float16 or ScalarKind.BFloat16;

    private Expression ToFloat(ConvertInstruction i, Expression number) => Rounded(i.Type, number.CastTo(FloatType(i.Type)));

    private Expression Reinterpret(ConvertInstruction i, OpenClType to)
    {
        Expression operand = Write(i.Operand);
        if (i.Operand.Type.Kind == ScalarKind.Bool || (operand.Type.IsInteger && to.IsInteger))
        {
            return operand.CastTo(to);
        }

        // as_ asks for equal widths, and narrow literals are of type int.
        return Expression.Call($"as_{to}", to, i.Operand is Constant ? Of(i.Operand, OpenClType.Of(i.Operand.Type, isUnsigned: true)) : operand);
    }
}
