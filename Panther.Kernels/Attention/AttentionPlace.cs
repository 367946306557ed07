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

    /// <summary>The calling group's place; X numbers the first tiles of all heads, then the second, and so on.</summary>
    /// <param name="a">The arguments.</param>
    /// <param name="rows">The rows of a head.</param>
    /// <param name="side">The rows of a tile.</param>
    /// <param name="isFromLast">Whether last tiles come first: those with most work should, so that the device is busy to the end.</param>
    public static AttentionPlace Of<T>(AttentionArguments<T> a, int rows, int side, bool isFromLast)
        where T : unmanaged
    {
        int heads = a.Batches * a.Heads;
        int tile = Grid.IdxX / heads;
        int head = Grid.IdxX - (tile * heads);
        return new AttentionPlace { Tile = isFromLast ? ((rows + side - 1) / side) - 1 - tile : tile, Batch = head / a.Heads, HeadInBatch = head % a.Heads };
    }

    /// <summary>The head's number among those of all batches.</summary>
    public readonly long Head<T>(AttentionArguments<T> a)
        where T : unmanaged
        => ((long)Batch * a.Heads) + HeadInBatch;
}
