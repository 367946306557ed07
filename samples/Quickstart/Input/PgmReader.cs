namespace Quickstart.Input;

/// <summary>
/// Reads the first picture of a portable graymap file: plain (P2) or raw (P5), 8 or 16 bits, as the netpbm specification has it.
/// Grey levels are scaled to 0..1.
/// </summary>
internal static class PgmReader
{
    /// <exception cref="InvalidDataException">Not a .pgm file, damaged, truncated, or a grey level is above the maximum that the header states.</exception>
    public static HostMatrix Read(Stream stream)
    {
        bool raw = (stream.ReadByte(), stream.ReadByte()) switch
        {
            ('P', '5') => true,
            ('P', '2') => false,
            _ => throw new InvalidDataException("This is not a .pgm file: it begins with neither P2 nor P5."),
        };

        int width = ReadInteger(stream, "the width");
        int height = ReadInteger(stream, "the height");
        int maximum = ReadInteger(stream, "the maximum grey level");
        if (maximum is < 1 or > 65535)
        {
            throw new InvalidDataException($"The maximum grey level of the .pgm file is {maximum}; it must be 1 to 65535.");
        }

        int count = ValueBuffer.CheckedCount(height, width);
        float scale = 1f / maximum;
        var values = new ValueBuffer();
        for (int i = 0; i < count; i++)
        {
            int level = !raw ? ReadInteger(stream, $"grey level {i + 1} of {count}") : ReadRaw(stream, maximum > 255, i, count);
            if (level > maximum)
            {
                throw new InvalidDataException($"Grey level {i + 1} of the .pgm file is {level}, above the stated maximum {maximum}.");
            }

            values.Add(level * scale);
        }

        return new HostMatrix(values.ToArray(), height, width);
    }

    private static int ReadRaw(Stream stream, bool wide, int index, int count)
    {
        int high = wide ? stream.ReadByte() : 0;
        int low = stream.ReadByte();
        return low < 0
            ? throw new InvalidDataException($"The .pgm file is truncated: its header promises {count} grey levels, {index} are there.")
            : (high << 8) | low;
    }

    /// <summary>Skips white space and comments, then takes a number and the one character that ends it.</summary>
    private static int ReadInteger(Stream stream, string what)
    {
        int c = SkipSpaceAndComments(stream);
        if (c < 0)
        {
            throw new InvalidDataException($"The .pgm file ends before {what}.");
        }

        long value = 0;
        do
        {
            if (c is < '0' or > '9' || (value = value * 10 + (c - '0')) > int.MaxValue)
            {
                throw new InvalidDataException($"The .pgm file is damaged at {what}: a number was expected.");
            }

            c = stream.ReadByte();
        }
        while (c >= 0 && !IsSpace(c) && c != '#');

        if (c == '#')
        {
            SkipLine(stream);
        }

        return (int)value;
    }

    private static int SkipSpaceAndComments(Stream stream)
    {
        int c = stream.ReadByte();
        while (IsSpace(c) || c == '#')
        {
            if (c == '#')
            {
                SkipLine(stream);
            }

            c = stream.ReadByte();
        }

        return c;
    }

    private static void SkipLine(Stream stream)
    {
        int c;
        do
        {
            c = stream.ReadByte();
        }
        while (c >= 0 && c != '\n' && c != '\r');
    }

    private static bool IsSpace(int c) => c is ' ' or '\t' or '\n' or '\r' or '\v' or '\f';
}
