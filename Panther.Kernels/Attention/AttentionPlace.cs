using Panther.Jit.Dialect;

namespace Panther.Kernels.Attention;

/// <summary>Which tile of which head a group has.</summary>
internal struct AttentionPlace
{
    /// <summary>The tile along the rows.</summary>
    public int Tile;

    /// <summary>The batch.</summary>
    public int Batch;

    /// <summary>The head in the batch.</summary>
    public int HeadInBatch;

    /// <summary>The calling group's place; X numbers the tiles of all heads.</summary>
    /// <param name="a">The arguments.</param>
    /// <param name="rows">The rows of a head.</param>
    /// <param name="side">The rows of a tile.</param>
    /// <param name="isFromLast">Whether a head's last tile comes first: the tiles with most work should.</param>
    public static AttentionPlace Of<T>(AttentionArguments<T> a, int rows, int side, bool isFromLast)
        where T : unmanaged
    {
        int tiles = (rows + side - 1) / side;
        int head = Grid.IdxX / tiles;
        int tile = Grid.IdxX - (head * tiles);
        return new AttentionPlace { Tile = isFromLast ? tiles - 1 - tile : tile, Batch = head / a.Heads, HeadInBatch = head % a.Heads };
    }

    /// <summary>The head's number among those of all batches.</summary>
    public readonly long Head<T>(AttentionArguments<T> a)
        where T : unmanaged
        => ((long)Batch * a.Heads) + HeadInBatch;
}
