using System.Numerics;

namespace Panther.Jit.Backends.Cpu.Analysis;

/// <summary>How a value differs between the lanes of a warp.</summary>
/// <param name="IsVarying">Whether nothing is known.</param>
/// <param name="Offsets">Else what each lane's value has over the first lane's, modulo the type's width; null for a uniform value.</param>
/// <param name="ZeroBits">The low bits of the first lane's value that are surely zero.</param>
internal readonly record struct LaneShape(bool IsVarying, LaneOffsets? Offsets, int ZeroBits)
{
    public static LaneShape Uniform => default;

    public static LaneShape Varying => new(true, null, 0);

    public bool IsUniform => !IsVarying && Offsets is null;

    /// <summary>Gets the step from lane to lane, 0 for a uniform value; null if there is no such step.</summary>
    public long? Stride => IsVarying ? null : Offsets is null ? 0 : Offsets.Stride;

    /// <summary>Gets a value indicating whether the offsets change only bits of which the first lane has none.</summary>
    public bool IsDisjoint => IsDisjointBelow(ZeroBits);

    /// <summary>Returns whether the offsets change only so many low bits.</summary>
    public bool IsDisjointBelow(int bits) => !IsVarying && (Offsets is null || (Offsets.Smallest >= 0 && Offsets.Largest < (1L << Math.Min(bits, 62))));

    public static LaneShape Affine(long stride, int lanes, int zeroBits = 0) =>
        new(false, LaneOffsets.Of(Enumerable.Range(0, lanes).Select(i => i * stride)), zeroBits);

    public static LaneShape Constant(ulong bits) => new(false, null, bits == 0 ? 63 : BitOperations.TrailingZeroCount(bits));

    /// <summary>The shape of a value that is either one or the other, for all lanes alike.</summary>
    public static LaneShape Join(LaneShape a, LaneShape b) =>
        a.IsVarying || b.IsVarying || !Equals(a.Offsets, b.Offsets) ? Varying : a with { ZeroBits = Math.Min(a.ZeroBits, b.ZeroBits) };

    /// <summary>The offsets of two values taken together; a uniform one has offsets of zero.</summary>
    public static LaneOffsets? Combine(LaneOffsets? a, LaneOffsets? b, Func<long, long, long> operation) =>
        (a ?? b) is { } any ? LaneOffsets.Of(Enumerable.Range(0, any.Count).Select(i => operation(a?[i] ?? 0, b?[i] ?? 0))) : null;
}
