using System.Numerics;

namespace Panther.Core;

/// <summary>Reads the first picture of a portable graymap file: plain (P2) or raw (P5), 8 or 16 bits, as the netpbm specification has it.</summary>
internal sealed class PgmReader(ByteReader reader)
{
    /// <exception cref="InvalidDataException">Not a .pgm file, damaged, cut off, beyond a limit, or a grey level is above the maximum that the header states.</exception>
    public T[,] Read<T>(MatrixFileLimits limits)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        bool isRaw = (reader.Read(), reader.Read()) switch
        {
            ('P', '5') => true,
            ('P', '2') => false,
            _ => throw reader.Wrong(0, "it begins with neither P2 nor P5"),
        };

        int width = ReadInteger("the width");
        int height = ReadInteger("the height");
        int maximum = ReadInteger("the maximum grey level");
        if (maximum is < 1 or > 65535)
        {
            throw reader.Wrong($"the maximum grey level is {maximum}; it must be 1 to 65535");
        }

        int count = limits.CheckShape(height, width, reader.Wrong);
        T scale = T.One / T.CreateChecked(maximum);
        var values = new ElementList<T>();
        for (int i = 0; i < count; i++)
        {
            int level = isRaw ? ReadRaw(maximum > 255, i, count) : ReadInteger("a grey level");
            if (level > maximum)
            {
                throw reader.Wrong($"grey level {i + 1} is {level}, above the stated maximum {maximum}");
            }

            values.Add(T.CreateChecked(level) * scale);
        }

        return HostElements.ToMatrix(values.Span, height, width, MatrixLayout.RowMajor);
    }

    private static bool IsSpace(int c) => c is ' ' or '\t' or '\n' or '\r' or '\v' or '\f';

    private int ReadRaw(bool isWide, int index, int count)
    {
        int high = isWide ? reader.Read() : 0;
        int low = reader.Read();
        return low < 0 ? throw reader.Wrong($"it is cut off: its header promises {count} grey levels, {index} are there") : (high << 8) | low;
    }

    /// <summary>Skips white space and comments, then takes a number and the one character that ends it.</summary>
    private int ReadInteger(string what)
    {
        int c = SkipSpaceAndComments();
        if (c < 0)
        {
            throw reader.Wrong($"it ends before {what}");
        }

        long value = 0;
        do
        {
            if (c is < '0' or > '9' || (value = (value * 10) + (c - '0')) > int.MaxValue)
            {
                throw reader.Wrong($"a number was expected for {what}");
            }

            c = reader.Read();
        }
        while (c >= 0 && !IsSpace(c) && c != '#');

        if (c == '#')
        {
            SkipLine();
        }

        return (int)value;
    }

    private int SkipSpaceAndComments()
    {
        int c = reader.Read();
        while (IsSpace(c) || c == '#')
        {
            if (c == '#')
            {
                SkipLine();
            }

            c = reader.Read();
        }

        return c;
    }

    private void SkipLine()
    {
        int c;
        do
        {
            c = reader.Read();
        }
        while (c >= 0 && c != '\n' && c != '\r');
    }
}
