using System.Numerics;
using Panther.Kernels.Random;
using Panther.Kernels.Sketch;
using Panther.Kernels.Sketch.Hadamard;

namespace Panther.Core;

/// <summary>
/// A subsampled randomised Hadamard transform: in each block of the columns random signs, the Hadamard matrix with entries ±1, a sample of its rows, and random
/// signs again, times <see cref="IsometryScale"/> = 1/√Rows. The blocks are added.
/// </summary>
/// <remarks>
/// <para>
/// With one block (<see cref="BlockLength"/> at least the columns, which are padded by zeros) it is the SRHT of Tropp ("Improved analysis of the subsampled
/// randomized Hadamard transform", 2011, theorem 1.3: 4·(√k + √(8·log(k·n)))²·log(k) rows embed a subspace of dimension k with singular values between 0.40 and
/// 1.48). With several it is the block SRHT of Balabanov, Beaupère, Grigori and Lederer (ICML 2023), with the same bound, any number of columns and batches of
/// rows at any place. Rows of the Hadamard matrix are sampled without replacement, the same in all blocks.
/// </para>
/// <para>
/// Applying it to n columns costs about Columns·log₂(BlockLength)·n additions and a workspace of BlockLength·n elements. A sketch with more rows keeps the
/// unscaled rows of a smaller one; with more columns and the same block length it keeps the old part.
/// </para>
/// </remarks>
public sealed record SrhtSketch : SketchDistribution
{
    private const long PreferredBlockLength = 8192;
    private const long MaxBlockLength = 1L << 30;

    /// <summary>Makes the distribution.</summary>
    /// <param name="rows">The rows of S, at most 2³⁰.</param>
    /// <param name="columns">The columns of S.</param>
    /// <param name="blockLength">The columns of a block, a power of two that is at least <paramref name="rows"/>; null for 8192, or less where the columns
    /// are fewer, or more where the rows are more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1 or too large, or the block length is no power of two or below the rows.</exception>
    public SrhtSketch(long rows, long columns, long? blockLength = null)
        : base(rows, columns)
    {
        BlockLength = blockLength
            ?? (long)BitOperations.RoundUpToPowerOf2((ulong)Math.Max(rows, Math.Min(columns, PreferredBlockLength)));
        Check();
    }

    /// <summary>Gets the columns of a block: a power of two.</summary>
    public long BlockLength { get; init; }

    /// <inheritdoc/>
    /// <value>1/√Rows.</value>
    public override double IsometryScale => 1 / Math.Sqrt(Rows);

    internal override void Check()
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(BlockLength, MaxBlockLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Rows, BlockLength);
        if (!BitOperations.IsPow2(BlockLength))
        {
            throw new ArgumentOutOfRangeException(nameof(BlockLength), BlockLength, "The length of a block is a power of two.");
        }
    }

    internal override SketchMatrix<T> Bind<T>(RandomStream stream) =>
        new HadamardSketch<T>(stream, Rows, Columns, BitOperations.Log2((ulong)BlockLength), T.CreateTruncating(Scale));
}
