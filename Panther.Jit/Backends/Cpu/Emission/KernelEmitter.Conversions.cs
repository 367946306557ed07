using System.Reflection;
using System.Runtime.Intrinsics.X86;
using Panther.Jit.Backends.Cpu.Analysis;
using Panther.Jit.IR;

namespace Panther.Jit.Backends.Cpu.Emission;

/// <summary>Conversions of the lanes' values.</summary>
internal sealed partial class KernelEmitter
{
    /// <summary>Gets the multiplication of the lower halves of 64-bit elements, where the machine has one.</summary>
    private MethodInfo? WideMultiply
    {
        get
        {
            Type? owner = api.Bits switch
            {
                128 when Sse2.IsSupported => typeof(Sse2),
                256 when Avx2.IsSupported => typeof(Avx2),
                512 when Avx512F.IsSupported => typeof(Avx512F),
                _ => null,
            };
            return owner is null ? null : VectorApi.Find(owner, "Multiply", [], [V(typeof(uint)), V(typeof(uint))]);
        }
    }

    private void EmitVectorConvert(ConvertInstruction i, int part)
    {
        Type e = LaneLayout.Element(i.Operand.Type);
        Type to = LaneLayout.Element(i.Type);
        bool fromWide = LaneLayout.Is64Bit(i.Operand.Type);
        bool toWide = LaneLayout.Is64Bit(i.Type);
        switch (i.Op)
        {
            case ConvertOp.Truncate when fromWide && !toWide:
                EmitVector(i.Operand, 0);
                EmitVector(i.Operand, 1);
                Call("Narrow", e, V(e), V(e));
                break;
            case ConvertOp.SignExtend:
                EmitVectorExtended(i.Operand, 0, true);
                EmitWidened(typeof(int), toWide, part);
                break;
            case ConvertOp.ZeroExtend when i.Operand.Type == IrType.Bool:
                EmitVector(i.Operand, 0);
                EmitVectorOf(1, typeof(int));
                Call("BitwiseAnd", typeof(int), V(typeof(int)), V(typeof(int)));
                EmitWidened(typeof(int), toWide, part);
                break;
            case ConvertOp.ZeroExtend:
                EmitVectorExtended(i.Operand, 0, false);
                if (toWide)
                {
                    Reinterpret(typeof(int), typeof(uint));
                    EmitWidened(typeof(uint), true, part);
                    Reinterpret(typeof(ulong), typeof(long));
                }

                break;
            case ConvertOp.SignedToFloat or ConvertOp.UnsignedToFloat:
                EmitIntegerToFloat(i, part);
                break;
            case ConvertOp.FloatToSigned or ConvertOp.FloatToUnsigned:
                EmitFloatToInteger(i, part);
                break;
            case ConvertOp.FloatToFloat when toWide && !fromWide:
                EmitVector(i.Operand, 0);
                EmitWidened(typeof(float), true, part);
                break;
            case ConvertOp.FloatToFloat when fromWide && !toWide:
                EmitVector(i.Operand, 0);
                EmitVector(i.Operand, 1);
                Call("Narrow", e, V(e), V(e));
                break;
            default:
                EmitVector(i.Operand, part);
                Reinterpret(e, to);
                break;
        }
    }

    private void EmitWidened(Type element, bool widen, int part)
    {
        if (widen)
        {
            Call(part == 0 ? "WidenLower" : "WidenUpper", element, V(element));
        }
    }

    private void EmitIntegerToFloat(ConvertInstruction i, int part)
    {
        bool signed = i.Op == ConvertOp.SignedToFloat;
        bool fromWide = LaneLayout.Is64Bit(i.Operand.Type);
        bool toWide = LaneLayout.Is64Bit(i.Type);
        EmitVectorExtended(i.Operand, fromWide ? part : 0, signed);
        Type source = fromWide ? typeof(long) : typeof(int);
        Type element = signed ? source : Unsigned(source);
        Reinterpret(source, element);
        if (toWide && !fromWide)
        {
            EmitWidened(element, true, part);
            element = signed ? typeof(long) : typeof(ulong);
        }

        Call(toWide ? "ConvertToDouble" : "ConvertToSingle", element, V(element));
    }

    private void EmitFloatToInteger(ConvertInstruction i, int part)
    {
        bool signed = i.Op == ConvertOp.FloatToSigned;
        bool toWide = LaneLayout.Is64Bit(i.Type);
        Type element = LaneLayout.Element(i.Operand.Type);
        EmitVector(i.Operand, element == typeof(double) ? part : 0);
        if (toWide && element == typeof(float))
        {
            EmitWidened(element, true, part);
            element = typeof(double);
        }

        (string name, Type result) = (signed, toWide) switch
        {
            (true, true) => ("ConvertToInt64", typeof(long)),
            (true, false) => ("ConvertToInt32", typeof(int)),
            (false, true) => ("ConvertToUInt64", typeof(ulong)),
            _ => ("ConvertToUInt32", typeof(uint)),
        };
        Call(name, element, V(element));
        Reinterpret(result, toWide ? typeof(long) : typeof(int));
    }
}
