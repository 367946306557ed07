namespace Panther.Kernels.Hadamard;

/// <summary>
/// Where an element of a group's block lies in the matrix. Its number in the block is <c>own | part</c>: the bits that the thread sets and those that a
/// compile-time constant sets, kept apart so that what depends on the thread is computed once.
/// </summary>
internal static class RowPiece
{
    /// <summary>The row.</summary>
    /// <param name="firstPiece">The piece that the block begins with.</param>
    /// <param name="own">The thread's bits.</param>
    /// <param name="part">The constant bits.</param>
    /// <param name="pieceOrder">The logarithm of a piece's length.</param>
    /// <param name="rowOrder">The logarithm of the pieces in a row.</param>
    public static long Row(long firstPiece, int own, int part, int pieceOrder, int rowOrder) => Piece(firstPiece, own, part, pieceOrder) >> rowOrder;

    /// <summary>The column.</summary>
    /// <param name="firstPiece">The piece that the block begins with.</param>
    /// <param name="own">The thread's bits.</param>
    /// <param name="part">The constant bits.</param>
    /// <param name="pieceOrder">The logarithm of a piece's length.</param>
    /// <param name="rowOrder">The logarithm of the pieces in a row.</param>
    public static long Column(long firstPiece, int own, int part, int pieceOrder, int rowOrder)
    {
        long piece = Piece(firstPiece, own, part, pieceOrder);
        int mask = (1 << pieceOrder) - 1;
        return ((piece - (piece >> rowOrder << rowOrder)) << pieceOrder) + (own & mask) + (part & mask);
    }

    private static long Piece(long firstPiece, int own, int part, int pieceOrder) => firstPiece + (own >> pieceOrder) + (part >> pieceOrder);
}
