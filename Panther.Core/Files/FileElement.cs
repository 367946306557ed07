using System.Globalization;
using System.Numerics;

namespace Panther.Core;

/// <summary>The elements that files hold: float or double, written and read independently of the culture.</summary>
internal static class FileElement
{
    /// <exception cref="ArgumentException">There is a NaN or an infinity, which text formats do not hold.</exception>
    public static void CheckFinite<T>(ReadOnlySpan<T> values, string format)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (T value in values)
        {
            if (!T.IsFinite(value))
            {
                throw new ArgumentException($"The matrix holds a NaN or an infinity, which a {format} file does not.");
            }
        }
    }

    /// <summary>Parses a number with a point as decimal sign; a number beyond the range of <typeparamref name="T"/> is none.</summary>
    public static bool TryParse<T>(ReadOnlySpan<char> text, out T value)
        where T : unmanaged, IFloatingPointIeee754<T>
        => T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && T.IsFinite(value);

    /// <summary>Writes a number with as many digits as it takes to read it back.</summary>
    public static void Write<T>(TextWriter writer, T value)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<char> text = stackalloc char[32];
        value.TryFormat(text, out int length, default, CultureInfo.InvariantCulture);
        writer.Write(text[..length]);
    }

    /// <summary>What a file says, short enough for a message.</summary>
    public static string Shortened(ReadOnlySpan<char> text) => text.Length <= 40 ? text.ToString() : $"{text[..40]}...";
}
