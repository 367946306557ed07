namespace Quickstart.Input;

/// <summary>
/// Collects the values of a matrix. It grows with the data that really arrives, so that a damaged header which promises
/// billions of values costs nothing.
/// </summary>
internal sealed class ValueBuffer
{
    private const int FirstCapacity = 1 << 14;

    private float[] _values = new float[FirstCapacity];

    public int Count { get; private set; }

    /// <summary>Checks a shape that a header promises and returns the number of its values.</summary>
    /// <exception cref="InvalidDataException">A side is not positive, or the matrix does not fit one .NET array.</exception>
    public static int CheckedCount(long rows, long columns)
    {
        if (rows < 1 || columns < 1)
        {
            throw new InvalidDataException($"The shape {rows}x{columns} is empty; both sides must be at least 1.");
        }

        if (rows > Array.MaxLength || columns > Array.MaxLength || rows * columns > Array.MaxLength)
        {
            throw new InvalidDataException($"The shape {rows}x{columns} is larger than the {Array.MaxLength} values that one array holds.");
        }

        return (int)(rows * columns);
    }

    public void Add(float value)
    {
        if (Count == _values.Length)
        {
            if (Count == Array.MaxLength)
            {
                throw new InvalidDataException($"The file holds more than the {Array.MaxLength} values that one array holds.");
            }

            Array.Resize(ref _values, (int)Math.Min(2L * Count, Array.MaxLength));
        }

        _values[Count++] = value;
    }

    /// <summary>The values, in an array of exactly <see cref="Count"/> elements.</summary>
    public float[] ToArray()
    {
        Array.Resize(ref _values, Count);
        return _values;
    }
}
