using System.Numerics;
using Panther.Kernels.Random;

namespace Panther.Kernels.Sketch.Sparse;

/// <summary>
/// One random sign at a random place of each of the parts that the minor direction is cut into, for every major: the block construction of Kane and Nelson
/// ("Sparser Johnson-Lindenstrauss transforms", J. ACM 61, 2014, figure 1c). The first parts are longer by one where the cut is uneven.
/// </summary>
/// <remarks>
/// One block of the generator serves four parts, a word each: the place is the word times the part's length, divided by 2³², the sign the word's lowest bit.
/// Parts longer than 2¹⁶ take two words each, so that the probabilities of two places never differ by more than one part in 2¹⁶.
/// </remarks>
/// <param name="Stream">The seed and the stream.</param>
/// <param name="Parts">The number of parts.</param>
/// <param name="Length">The length of the shorter parts, at least 1.</param>
/// <param name="LongParts">The number of parts longer by one; these come first.</param>
/// <param name="Weight">The magnitude of an entry in a shorter part.</param>
/// <param name="LongWeight">The magnitude of an entry in a longer part.</param>
internal readonly record struct PartitionedSigns<T>(RandomStream Stream, int Parts, int Length, int LongParts, T Weight, T LongWeight) : ISparsePattern<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The parts that a block of the generator serves, where parts are short.</summary>
    public const int PartsPerBlock = 4;

    private const int MaxNarrowLength = 1 << 16;

    /// <summary>Gets a value indicating whether one word does for a place and its sign.</summary>
    public bool IsNarrow => Length < MaxNarrowLength;

    /// <summary>The first place of a part.</summary>
    public long Start(int part) => ((long)part * Length) + Math.Min(part, LongParts);

    /// <summary>The places of a part.</summary>
    public int Extent(int part) => part < LongParts ? Length + 1 : Length;

    /// <summary>The part that a place belongs to.</summary>
    public int PartOf(long minor)
    {
        long inLongParts = (long)LongParts * (Length + 1);
        return minor < inLongParts ? (int)(minor / (Length + 1)) : LongParts + (int)((minor - inLongParts) / Length);
    }

    /// <summary>The block that serves the part, where parts are short.</summary>
    public PhiloxBlock NarrowBlock(long major, int part) => Philox4x32.At(Stream, part / PartsPerBlock, major);

    /// <summary>Twice the place within the part, plus one for a negative sign.</summary>
    public int Code(uint word, int part) => ((int)(((ulong)word * (uint)Extent(part)) >> 32) << 1) | (int)(word & 1);

    /// <summary>Twice the place within the part, plus one for a negative sign.</summary>
    public long Code(long major, int part)
    {
        if (IsNarrow)
        {
            PhiloxBlock block = NarrowBlock(major, part);
            int word = part % PartsPerBlock;
            return Code(word == 0 ? block.X : word == 1 ? block.Y : word == 2 ? block.Z : block.W, part);
        }

        PhiloxBlock wide = Philox4x32.At(Stream, part / 2, major);
        bool isFirst = part % 2 == 0;
        ulong extent = (uint)Extent(part);
        ulong high = isFirst ? wide.X : wide.Z;
        uint low = isFirst ? wide.Y : wide.W;
        return ((long)(((high * extent) + ((low * extent) >> 32)) >> 32) << 1) | (low & 1);
    }

    /// <inheritdoc/>
    public SparseTerm<T> At(long major, int part)
    {
        long code = Code(major, part);
        T weight = part < LongParts ? LongWeight : Weight;
        return new(Start(part) + (code >> 1), (code & 1) == 0 ? weight : -weight);
    }

    /// <inheritdoc/>
    public T Entry(long major, long minor)
    {
        SparseTerm<T> term = At(major, PartOf(minor));
        return term.Place == minor ? term.Value : T.Zero;
    }
}
