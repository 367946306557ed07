using Panther.Core;

namespace TrainDigits;

/// <summary>Pictures of digits, 8×8 numbers 0..1 each, row by row.</summary>
/// <param name="Pictures">The pictures.</param>
/// <param name="Labels">The digit of each.</param>
internal sealed record Digits(float[][] Pictures, int[] Labels)
{
    /// <summary>The rows and columns of a picture.</summary>
    public const int Side = 8;

    /// <summary>The elements of a picture.</summary>
    public const int Length = Side * Side;

    /// <summary>The number of digits.</summary>
    public const int Classes = 10;

    private const float White = 16;

    /// <summary>Reads a file of 64 numbers 0..16 and a digit in each row.</summary>
    /// <exception cref="InvalidDataException">The file holds something else.</exception>
    public static Digits Read(string path)
    {
        float[,] table = MatrixFile.Read<float>(path);
        if (table.GetLength(1) != Length + 1)
        {
            throw new InvalidDataException($"{path} has {table.GetLength(1)} columns, not {Length} and a label.");
        }

        int[] rows = [.. Enumerable.Range(0, table.GetLength(0))];
        return rows.All(i => table[i, Length] is >= 0 and < Classes && float.IsInteger(table[i, Length]))
            ? new Digits([.. rows.Select(i => Enumerable.Range(0, Length).Select(j => table[i, j] / White).ToArray())], [.. rows.Select(i => (int)table[i, Length])])
            : throw new InvalidDataException($"A label in {path} is no digit.");
    }

    /// <summary>Holds a fifth out, drawn by a seed.</summary>
    public (Digits Training, Digits HeldOut) Split(int seed)
    {
        int[] order = [.. Enumerable.Range(0, Labels.Length)];
        new Random(seed).Shuffle(order);
        return (Of(order[(order.Length / 5)..]), Of(order[..(order.Length / 5)]));
    }

    /// <summary>Each picture five times: where it is, and a pixel to the left, to the right, up and down.</summary>
    public Digits Shifted()
    {
        (int Rows, int Columns)[] shifts = [(0, 0), (0, -1), (0, 1), (-1, 0), (1, 0)];
        return new Digits([.. Pictures.SelectMany(picture => shifts.Select(shift => Shift(picture, shift)))], [.. Labels.SelectMany(label => shifts.Select(_ => label))]);
    }

    /// <summary>Some of the pictures.</summary>
    public Digits Of(int[] numbers) => new([.. numbers.Select(i => Pictures[i])], [.. numbers.Select(i => Labels[i])]);

    private static float[] Shift(float[] picture, (int Rows, int Columns) shift)
    {
        float[] result = new float[Length];
        for (int i = 0; i < Length; i++)
        {
            (int row, int column) = ((i / Side) - shift.Rows, (i % Side) - shift.Columns);
            result[i] = row is >= 0 and < Side && column is >= 0 and < Side ? picture[(row * Side) + column] : 0;
        }

        return result;
    }
}
