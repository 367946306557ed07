namespace Panther.Core;

/// <summary>Elements that arrive one by one. It grows with them, so that a file that promises billions costs nothing.</summary>
internal sealed class ElementList<T>
    where T : unmanaged
{
    private T[] elements = new T[256];

    public int Count { get; private set; }

    public ReadOnlySpan<T> Span => elements.AsSpan(0, Count);

    public void Add(T element)
    {
        if (Count == elements.Length)
        {
            if (Count == Array.MaxLength)
            {
                throw new InvalidDataException($"The file holds more than the {Array.MaxLength} elements that one array can.");
            }

            Array.Resize(ref elements, (int)Math.Min(2L * Count, Array.MaxLength));
        }

        elements[Count++] = element;
    }
}
