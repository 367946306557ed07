using Panther.Jit.Dialect;

namespace Panther.Jit.Frontend;

/// <summary>The bits of boxed scalars.</summary>
internal static class ScalarBits
{
    public static ulong Of(object value) => value switch
    {
        bool v => v ? 1UL : 0UL,
        sbyte v => (ulong)v,
        byte v => v,
        short v => (ulong)v,
        ushort v => v,
        char v => v,
        int v => (ulong)v,
        uint v => v,
        long v => (ulong)v,
        ulong v => v,
        nint v => (ulong)v,
        nuint v => v,
        Half v => BitConverter.HalfToUInt16Bits(v),
        BFloat16 v => v.ToBits(),
        float v => BitConverter.SingleToUInt32Bits(v),
        double v => BitConverter.DoubleToUInt64Bits(v),
        Enum v => Of(Convert.ChangeType(v, Enum.GetUnderlyingType(v.GetType()), System.Globalization.CultureInfo.InvariantCulture)),
        _ => throw new ArgumentException($"{value.GetType()} is not a scalar.", nameof(value)),
    };
}
