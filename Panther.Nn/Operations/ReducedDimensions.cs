namespace Panther.Nn;

/// <summary>Which dimensions of a tensor a reduction reduces.</summary>
/// <param name="IsReduced">For each dimension whether it is.</param>
/// <param name="Kept">The shape of the result with the reduced dimensions, of extent 1.</param>
/// <param name="Without">The shape of the result without them.</param>
/// <param name="Count">How many elements go into one of the result.</param>
internal sealed record ReducedDimensions(bool[] IsReduced, Shape Kept, Shape Without, long Count)
{
    /// <summary>Reads what a caller names.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="dimensions">The dimensions; none for all.</param>
    /// <exception cref="ArgumentException">A dimension is named twice.</exception>
    public static ReducedDimensions Of(Tensor x, ReadOnlySpan<int> dimensions)
    {
        ArgumentNullException.ThrowIfNull(x);
        bool[] isReduced = new bool[x.Rank];
        foreach (int dimension in dimensions)
        {
            ref bool named = ref isReduced[x.Shape.Dimension(dimension, nameof(dimensions))];
            named = !named ? true : throw new ArgumentException($"Dimension {dimension} is named twice.", nameof(dimensions));
        }

        if (dimensions.IsEmpty)
        {
            Array.Fill(isReduced, true);
        }

        Span<long> kept = stackalloc long[x.Rank];
        Span<long> without = stackalloc long[x.Rank];
        int rank = 0;
        long count = 1;
        for (int i = 0; i < x.Rank; i++)
        {
            kept[i] = isReduced[i] ? 1 : x.Shape[i];
            if (isReduced[i])
            {
                count *= x.Shape[i];
            }
            else
            {
                without[rank++] = x.Shape[i];
            }
        }

        return new ReducedDimensions(isReduced, Shape.Create(kept), Shape.Create(without[..rank]), count);
    }
}
