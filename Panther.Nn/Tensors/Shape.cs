using System.Collections;
using System.Runtime.CompilerServices;

namespace Panther.Nn;

/// <summary>The extents of a tensor's dimensions, outermost first; written <c>[2, 3]</c>. A scalar's is <c>[]</c>. Immutable.</summary>
[CollectionBuilder(typeof(Shape), nameof(Create))]
public sealed class Shape : IReadOnlyList<long>, IEquatable<Shape>
{
    /// <summary>The most dimensions that a tensor may have.</summary>
    public const int MaxRank = 8;

    private readonly long[] extents;

    private Shape(long[] extents)
    {
        this.extents = extents;
        Length = Product(extents);
    }

    /// <summary>The shape of a scalar, without dimensions.</summary>
    public static Shape Scalar { get; } = new([]);

    /// <summary>Gets the number of dimensions.</summary>
    public int Rank => extents.Length;

    /// <summary>Gets the number of elements: the product of the extents, 1 for a scalar.</summary>
    public long Length { get; }

    int IReadOnlyCollection<long>.Count => Rank;

    /// <summary>Gets the extents.</summary>
    public ReadOnlySpan<long> Extents => extents;

    /// <summary>Gets the extent of a dimension.</summary>
    /// <param name="dimension">The dimension; negative numbers count from the end, -1 being the last.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    public long this[int dimension] => extents[Dimension(dimension)];

    /// <summary>Makes a shape.</summary>
    /// <param name="extents">The extents, none negative.</param>
    /// <exception cref="ArgumentException">There are more than <see cref="MaxRank"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An extent is negative.</exception>
    /// <exception cref="OverflowException">The number of elements does not fit 63 bits.</exception>
    public static Shape Create(ReadOnlySpan<long> extents)
    {
        if (extents.Length > MaxRank)
        {
            throw new ArgumentException($"A tensor has at most {MaxRank} dimensions, not {extents.Length}.", nameof(extents));
        }

        foreach (long extent in extents)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(extent, nameof(extents));
        }

        return extents.IsEmpty ? Scalar ?? new([]) : new(extents.ToArray());
    }

    /// <summary>
    /// The shape to which both are broadcast: dimensions are aligned at the end, and one of extent 1, or that is missing, is repeated to the other's.
    /// </summary>
    /// <param name="first">A shape.</param>
    /// <param name="second">Another shape.</param>
    /// <exception cref="ArgumentException">Two extents differ and neither is 1.</exception>
    public static Shape Broadcast(Shape first, Shape second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Equals(second))
        {
            return first;
        }

        long[] result = new long[Math.Max(first.Rank, second.Rank)];
        for (int fromEnd = 1; fromEnd <= result.Length; fromEnd++)
        {
            long a = fromEnd <= first.Rank ? first.extents[^fromEnd] : 1;
            long b = fromEnd <= second.Rank ? second.extents[^fromEnd] : 1;
            result[^fromEnd] = a == b || b == 1 ? a : a == 1 ? b
                : throw new ArgumentException($"Shapes {first} and {second} cannot be broadcast to one: {a} and {b} differ and neither is 1.");
        }

        return new Shape(result);
    }

    /// <inheritdoc/>
    public bool Equals(Shape? other) => other is not null && extents.AsSpan().SequenceEqual(other.extents);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Shape);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (long extent in extents)
        {
            hash.Add(extent);
        }

        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => $"[{string.Join(", ", extents)}]";

    /// <inheritdoc/>
    public IEnumerator<long> GetEnumerator() => ((IEnumerable<long>)extents).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>A dimension's number from the front.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    internal int Dimension(int dimension, [CallerArgumentExpression(nameof(dimension))] string? name = null)
    {
        int fromFront = dimension < 0 ? dimension + Rank : dimension;
        return (uint)fromFront < (uint)Rank
            ? fromFront
            : throw new ArgumentOutOfRangeException(name, dimension, $"A tensor of shape {this} has no such dimension.");
    }

    /// <summary>The strides of elements that lie densely, row by row.</summary>
    internal long[] DenseStrides()
    {
        long[] strides = new long[Rank];
        long stride = 1;
        for (int i = Rank - 1; i >= 0; i--)
        {
            strides[i] = stride;
            stride *= Math.Max(1, extents[i]);
        }

        return strides;
    }

    /// <summary>The shape without some of the last dimensions.</summary>
    internal Shape Before(int last) => Create(extents.AsSpan(0, Rank - last));

    /// <summary>The shape with one extent replaced.</summary>
    internal Shape With(int dimension, long extent)
    {
        long[] changed = [.. extents];
        changed[dimension] = extent;
        return new Shape(changed);
    }

    private static long Product(long[] extents)
    {
        long product = 1;
        foreach (long extent in extents)
        {
            product = checked(product * extent);
        }

        return product;
    }
}
