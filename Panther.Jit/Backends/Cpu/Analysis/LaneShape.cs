using System.Numerics;

namespace Panther.Jit.Backends.Cpu.Analysis;

/// <summary>How a value differs between the lanes of a warp.</summary>
/// <param name="IsVarying">Whether nothing is known.</param>
/// <param name="Offsets">Else what each lane's value has over the first lane's, modulo the type's width; null for a uniform value.</param>
/// <param name="KnownBits">How many of the low bits of the first lane's value are known.</param>
/// <param name="Low">Those bits.</param>
internal readonly record struct LaneShape(bool IsVarying, LaneOffsets? Offsets, int KnownBits, long Low)
{
    private const int MostBits = 62;

    public static LaneShape Uniform => default;

    public static LaneShape Varying => new(true, null, 0, 0);

    public bool IsUniform => !IsVarying && Offsets is null;

    /// <summary>Gets the step from lane to lane, 0 for a uniform value; null if there is no such step.</summary>
    public long? Stride => IsVarying ? null : Offsets is null ? 0 : Offsets.Stride;

    /// <summary>Gets the low bits of the first lane's value that are surely zero.</summary>
    public int ZeroBits => Low == 0 ? KnownBits : BitOperations.TrailingZeroCount(Low);

    public static LaneShape Affine(long stride, int lanes, int zeroBits = 0) =>
        new(false, LaneOffsets.Of(Enumerable.Range(0, lanes).Select(i => i * stride)), zeroBits, 0);

    /// <summary>The shape of a constant, extended with its sign; of a negative one only the bits that a shift of 32 bits leaves alone.</summary>
    public static LaneShape Constant(long value) => Of(null, value is < 0 and >= int.MinValue ? 31 : MostBits, value);

    /// <summary>A shape of as many low bits as can be known.</summary>
    public static LaneShape Of(LaneOffsets? offsets, int knownBits, long low)
    {
        int bits = Math.Clamp(knownBits, 0, MostBits);
        return new LaneShape(false, offsets, bits, low & ((1L << bits) - 1));
    }

    /// <summary>The shape of a value that is either one or the other, for all lanes alike.</summary>
    public static LaneShape Join(LaneShape a, LaneShape b)
    {
        if (a.IsVarying || b.IsVarying || !Equals(a.Offsets, b.Offsets))
        {
            return Varying;
        }

        int bits = Math.Min(a.KnownBits, b.KnownBits);
        return Of(a.Offsets, Math.Min(bits, BitOperations.TrailingZeroCount(a.Low ^ b.Low)), a.Low);
    }

    /// <summary>Returns each lane's low bits, if the lanes' values differ in no others; else null. A uniform value has one for all.</summary>
    public long[]? LowOfLanes(int bits)
    {
        if (IsVarying || bits > KnownBits)
        {
            return null;
        }

        long mask = (1L << bits) - 1;
        long low = Low & mask;
        return Offsets is null ? [low]
            : low + Offsets.Smallest >= 0 && low + Offsets.Largest <= mask ? [.. Offsets.Select(o => low + o)]
            : null;
    }

    /// <summary>The offsets of two values taken together; a uniform one has offsets of zero.</summary>
    public static LaneOffsets? Combine(LaneOffsets? a, LaneOffsets? b, Func<long, long, long> operation) =>
        (a ?? b) is { } any ? LaneOffsets.Of(Enumerable.Range(0, any.Count).Select(i => operation(a?[i] ?? 0, b?[i] ?? 0))) : null;
}
