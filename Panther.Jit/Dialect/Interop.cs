using System.Globalization;
using System.Runtime.CompilerServices;

namespace Panther.Jit.Dialect;

/// <summary>Reinterprets bits, asks for sizes, and prints while a kernel is debugged.</summary>
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

    /// <summary>
    /// Prints a line to the console where the kernel runs as the C# method that it is: on the CPU device under PANTHER_CPU_EXECUTION=sequential. Compiled code drops the call.
    /// </summary>
    /// <param name="text">The line.</param>
    public static void WriteLine(string text) => Console.Out.WriteLine(text);

    /// <inheritdoc cref="WriteLine(string)"/>
    /// <param name="format">A composite format string.</param>
    /// <param name="first">The value of {0}.</param>
    public static void WriteLine<T1>(string format, T1 first)
        where T1 : struct
        => WriteLine(string.Format(CultureInfo.InvariantCulture, format, first));

    /// <inheritdoc cref="WriteLine{T1}(string, T1)"/>
    /// <param name="format">A composite format string.</param>
    /// <param name="first">The value of {0}.</param>
    /// <param name="second">The value of {1}.</param>
    public static void WriteLine<T1, T2>(string format, T1 first, T2 second)
        where T1 : struct
        where T2 : struct
        => WriteLine(string.Format(CultureInfo.InvariantCulture, format, first, second));

    /// <inheritdoc cref="WriteLine{T1, T2}(string, T1, T2)"/>
    /// <param name="format">A composite format string.</param>
    /// <param name="first">The value of {0}.</param>
    /// <param name="second">The value of {1}.</param>
    /// <param name="third">The value of {2}.</param>
    public static void WriteLine<T1, T2, T3>(string format, T1 first, T2 second, T3 third)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        => WriteLine(string.Format(CultureInfo.InvariantCulture, format, first, second, third));
}
