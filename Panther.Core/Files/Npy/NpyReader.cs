using System.Numerics;

namespace Panther.Core;

/// <summary>Reads the array of a .npy file as a matrix.</summary>
internal static class NpyReader
{
    private const int FirstElements = 1 << 14;
    private const int BlockBytes = 1 << 15;

    /// <param name="reader">The file, from its signature to its end.</param>
    /// <param name="limits">What it may cost.</param>
    /// <exception cref="InvalidDataException">Not a .npy file, damaged, cut off, not a matrix, not of real numbers, or beyond a limit.</exception>
    public static T[,] Read<T>(ByteReader reader, MatrixFileLimits limits)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NpyHeader header = NpyHeader.Read(reader);
        if (!NpyElementType.TryParse(header.Descr, out NpyElementType type))
        {
            throw reader.Wrong($"the element type '{header.Descr}' is not supported; real floating-point and integer types are");
        }

        (long rows, long columns) = header.Shape switch
        {
            [long only] => (only, 1),
            [long first, long second] => (first, second),
            _ => throw reader.Wrong($"the array has {header.Shape.Length} dimensions; a matrix has 2, a vector 1"),
        };
        int count = limits.CheckShape(rows, columns, reader.Wrong);
        long bytes = (long)count * type.Size;
        bool isLengthKnown = reader.Length is not null;
        if (reader.Length is { } length && length - reader.Position != bytes)
        {
            throw reader.Wrong($"its header promises {count} elements of {type.Size} bytes, but {length - reader.Position} bytes follow");
        }

        if (isLengthKnown && !header.FortranOrder)
        {
            var matrix = new T[rows, columns];
            Fill(reader, type, DenseOperand.Span(matrix), 0, count);
            return matrix;
        }

        T[] elements = ReadElements<T>(reader, type, count, isLengthKnown);
        return HostElements.ToMatrix<T>(elements, (int)rows, (int)columns, header.FortranOrder ? MatrixLayout.ColumnMajor : MatrixLayout.RowMajor);
    }

    /// <summary>Reads elements to the end of the file into memory that grows with what is there.</summary>
    private static T[] ReadElements<T>(ByteReader reader, NpyElementType type, int count, bool isLengthKnown)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var elements = new T[isLengthKnown ? count : Math.Min(count, FirstElements)];
        int done = 0;
        while (true)
        {
            Fill(reader, type, elements.AsSpan(done), done, count);
            done = elements.Length;
            if (done == count)
            {
                break;
            }

            Array.Resize(ref elements, (int)Math.Min(count, 2L * done));
        }

        return reader.Read() < 0 ? elements : throw reader.Wrong($"it goes on after the {count} elements that its header promises");
    }

    private static void Fill<T>(ByteReader reader, NpyElementType type, Span<T> destination, int before, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<byte> block = new byte[BlockBytes];
        for (int done = 0; done < destination.Length;)
        {
            int wanted = Math.Min(block.Length / type.Size, destination.Length - done);
            long position = reader.Position;
            int there = reader.Read(block[..(wanted * type.Size)]) / type.Size;
            int lost = type.Convert(block[..(there * type.Size)], destination.Slice(done, there));
            if (lost >= 0)
            {
                throw reader.Wrong(position + ((long)lost * type.Size), $"element {before + done + lost} is beyond the range of {typeof(T).Name}");
            }

            done += there;
            if (there < wanted)
            {
                throw reader.Wrong($"it is cut off: its header promises {count} elements, {before + done} are there");
            }
        }
    }
}
