using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Kernels.Random;
using static Panther.Kernels.Attention.AttentionTiles;

namespace Panther.Kernels.Attention;

/// <summary>
/// Dropout of weights (Srivastava et al., "Dropout", 2014): the weight of a query for a key is dropped, or multiplied by the factor of those that stay. Which one depends on the random stream, the head,
/// the query and the key alone, so it is drawn again backward, and has the same bits on every device and in every tile.
/// </summary>
/// <param name="Source">What is drawn from.</param>
/// <param name="Threshold">A weight whose 32 random bits are below it is dropped.</param>
/// <param name="Scale">The factor of the weights that stay.</param>
/// <typeparam name="T">The element type.</typeparam>
/// <remarks>
/// One counter of the generator serves the four places that differ in bit 4 of the query and of the key, in the order (0, 0), (0, 1), (1, 0), (1, 1): a thread that has every 16th row and every 8th column of
/// a tile has all four, whichever of queries and keys are the rows.
/// </remarks>
internal readonly record struct WeightDropout<T>(RandomSource Source, uint Threshold, T Scale) : IWeightDropout<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The bit of a query, or a key, that tells the places apart that one counter serves.</summary>
    public const int PairBit = 16;

    /// <summary>The columns of a thread from one place to the next that the same counter serves.</summary>
    private const int ColumnsApart = PairBit / Team;

    /// <summary>Drops weights with some probability, in multiples of 2⁻³², and divides the others by the probability of staying.</summary>
    /// <param name="source">What is drawn from.</param>
    /// <param name="probability">The probability, in [0, 1).</param>
    public static WeightDropout<T> Of(RandomSource source, double probability)
        => new(source, (uint)(probability * 4294967296.0), T.CreateChecked(1 / (1 - probability)));

    /// <summary>The bits of the places (query, key), (query, key + 16), (query + 16, key) and (query + 16, key + 16), in this order.</summary>
    /// <param name="stream">The random stream.</param>
    /// <param name="head">The head's number among those of all batches.</param>
    /// <param name="query">A query whose bit 4 is 0.</param>
    /// <param name="key">A key whose bit 4 is 0.</param>
    public static PhiloxBlock Block(RandomStream stream, long head, int query, int key)
        => Philox4x32.Permute(stream.Seed, new PhiloxBlock((uint)query, (uint)key, (uint)head, stream.Stream));

    /// <inheritdoc/>
    public uint Stays<TTile>(long head, int query, int key, bool isByKeys)
        where TTile : struct, IAttentionTile
        => TTile.Teams == PairBit ? StaysByFours<TTile>(head, query, key, isByKeys) : StaysOneByOne<TTile>(head, query, key, isByKeys);

    /// <inheritdoc/>
    public T Scaled(T value) => value * Scale;

    /// <summary>The factor of one weight.</summary>
    /// <param name="head">The head's number among those of all batches.</param>
    /// <param name="query">The query.</param>
    /// <param name="key">The key.</param>
    public T Factor(long head, int query, int key)
        => Stays(Source.Resolve(), head, query, key) == 0 ? T.Zero : Scale;

    private uint StaysByFours<TTile>(long head, int query, int key, bool isByKeys)
        where TTile : struct, IAttentionTile
    {
        RandomStream stream = Source.Resolve();
        int columns = TTile.Side / Team;
        int blocksOfARow = columns / 2;
        int queryStep = isByKeys ? ColumnsApart : columns;
        int keyStep = isByKeys ? columns : ColumnsApart;
        uint stays = 0;
        for (int block = 0; block < TTile.Side / PairBit / 2 * blocksOfARow; block++)
        {
            // One block after another: a bit of each place is all that is kept of them.
            Unroll.None();
            int i = block / blocksOfARow * 2;
            int j = block % blocksOfARow;
            j += j / ColumnsApart * ColumnsApart;
            int row = Row + (i * PairBit);
            int column = Column + (j * Team);
            PhiloxBlock bits = Block(stream, head, query + (isByKeys ? column : row), key + (isByKeys ? row : column));
            uint places = Stays(bits.X) | (Stays(bits.Y) << keyStep) | (Stays(bits.Z) << queryStep) | (Stays(bits.W) << (queryStep + keyStep));
            stays |= places << ((i * columns) + j);
        }

        return stays;
    }

    /// <summary>For small tiles, of which a thread does not have the places that share a block.</summary>
    private uint StaysOneByOne<TTile>(long head, int query, int key, bool isByKeys)
        where TTile : struct, IAttentionTile
    {
        RandomStream stream = Source.Resolve();
        int columns = TTile.Side / Team;
        uint stays = 0;
        for (int i = 0; i < TTile.Side / TTile.Teams * columns; i++)
        {
            Unroll.None();
            int row = Row + (i / columns * TTile.Teams);
            int column = Column + (i % columns * Team);
            stays |= Stays(stream, head, query + (isByKeys ? column : row), key + (isByKeys ? row : column)) << i;
        }

        return stays;
    }

    private uint Stays(RandomStream stream, long head, int query, int key)
    {
        PhiloxBlock bits = Block(stream, head, query & ~PairBit, key & ~PairBit);
        uint first = (key & PairBit) == 0 ? bits.X : bits.Y;
        uint second = (key & PairBit) == 0 ? bits.Z : bits.W;
        return Stays((query & PairBit) == 0 ? first : second);
    }

    private uint Stays(uint bits) => bits < Threshold ? 0u : 1u;
}
