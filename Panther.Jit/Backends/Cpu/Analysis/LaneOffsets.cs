namespace Panther.Jit.Backends.Cpu.Analysis;

/// <summary>What must be added to the first lane's value to get each lane's; known at compile time.</summary>
internal sealed class LaneOffsets : IEquatable<LaneOffsets>
{
    private readonly long[] values;

    private LaneOffsets(long[] values) => this.values = values;

    public int Count => values.Length;

    public long Largest => values.Max();

    public long Smallest => values.Min();

    /// <summary>Gets the step from lane to lane, or null if the steps differ.</summary>
    public long? Stride => values.Zip(values.Skip(1), (a, b) => b - a).Distinct().ToArray() is [var step] ? step : null;

    public long this[int lane] => values[lane];

    /// <summary>Returns offsets, or null if they are all zero.</summary>
    public static LaneOffsets? Of(IEnumerable<long> values)
    {
        long[] all = [.. values];
        return all.All(v => v == 0) ? null : new LaneOffsets(all);
    }

    public IEnumerable<T> Select<T>(Func<long, T> change) => values.Select(change);

    public LaneOffsets? Map(Func<long, long> change) => Of(values.Select(change));

    public bool Equals(LaneOffsets? other) => other is not null && values.AsSpan().SequenceEqual(other.values);

    public override bool Equals(object? obj) => Equals(obj as LaneOffsets);

    public override int GetHashCode() => HashCode.Combine(values.Length, values[^1]);
}
