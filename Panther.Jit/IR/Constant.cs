using System.Globalization;

namespace Panther.Jit.IR;

/// <summary>A scalar known at compile time. Equal constants of one function are one object.</summary>
internal sealed class Constant : Value
{
    internal Constant(IrType type, ulong bits)
        : base(type) => Bits = bits;

    /// <summary>Gets the bits, in the low part; the rest is zero.</summary>
    public ulong Bits { get; }

    public bool IsZero => Bits == 0;

    public bool IsOne => Type.Kind switch
    {
        ScalarKind.Float32 => AsSingle == 1f,
        ScalarKind.Float64 => AsDouble == 1d,
        _ => Bits == 1,
    };

    /// <summary>Gets the integer, sign-extended.</summary>
    public long AsInt64 => Type.Kind switch
    {
        ScalarKind.Int8 => (sbyte)Bits,
        ScalarKind.Int16 => (short)Bits,
        ScalarKind.Int32 => (int)Bits,
        _ => (long)Bits,
    };

    /// <summary>Gets the integer, zero-extended.</summary>
    public ulong AsUInt64 => Bits;

    public bool AsBool => Bits != 0;

    public float AsSingle => BitConverter.UInt32BitsToSingle((uint)Bits);

    public double AsDouble => BitConverter.UInt64BitsToDouble(Bits);

    public override string ToString() => Type.Kind switch
    {
        ScalarKind.Bool => AsBool ? "true" : "false",
        ScalarKind.Float32 => $"{AsSingle.ToString("R", CultureInfo.InvariantCulture)}:0x{Bits:x8}",
        ScalarKind.Float64 => $"{AsDouble.ToString("R", CultureInfo.InvariantCulture)}:0x{Bits:x16}",
        ScalarKind.Float16 or ScalarKind.BFloat16 => $"0x{Bits:x4}",
        _ => AsInt64.ToString(CultureInfo.InvariantCulture),
    };
}
