using System.Runtime.CompilerServices;

namespace Panther.Jit.Dialect;

/// <summary>Reinterprets bits and asks for sizes.</summary>
public static class Interop
{
    /// <summary>Returns the bits of a float.</summary>
    /// <param name="value">The float.</param>
    [Intrinsic(Intrinsic.BitCast)]
    public static uint FloatAsInt(float value) => BitConverter.SingleToUInt32Bits(value);

    /// <summary>Returns the bits of a double.</summary>
    /// <param name="value">The double.</param>
    [Intrinsic(Intrinsic.BitCast)]
    public static ulong FloatAsInt(double value) => BitConverter.DoubleToUInt64Bits(value);

    /// <summary>Returns the float of the given bits.</summary>
    /// <param name="value">The bits.</param>
    [Intrinsic(Intrinsic.BitCast)]
    public static float IntAsFloat(uint value) => BitConverter.UInt32BitsToSingle(value);

    /// <summary>Returns the double of the given bits.</summary>
    /// <param name="value">The bits.</param>
    [Intrinsic(Intrinsic.BitCast)]
    public static double IntAsFloat(ulong value) => BitConverter.UInt64BitsToDouble(value);

    /// <summary>Returns the size of a type in bytes.</summary>
    /// <typeparam name="T">The type.</typeparam>
    [Intrinsic(Intrinsic.SizeOf)]
    public static int SizeOf<T>()
        where T : unmanaged
        => Unsafe.SizeOf<T>();
}
