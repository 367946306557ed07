using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Kernels.Random;

namespace Panther.Kernels.Sketch.Hadamard;

/// <summary>
/// The entries of a block SRHT: in block b of the columns, weight · diag(left signs of b) · R · H · diag(signs), where H is the Hadamard matrix with entries ±1
/// and R selects the same rows of it in every block (Balabanov, Beaupère, Grigori and Lederer, "Block subsampled randomized Hadamard transform", ICML 2023,
/// equation 2).
/// </summary>
/// <param name="Stream">The seed and the stream.</param>
/// <param name="Selected">The row of H for each row of the sketch.</param>
/// <param name="BlockOrder">The logarithm of the columns of a block.</param>
/// <param name="Weight">The magnitude of the entries.</param>
internal readonly record struct HadamardEntries<T>(RandomStream Stream, ArrayView<int> Selected, int BlockOrder, T Weight) : ISketchEntries<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const long RowOfColumnSigns = 0;
    private const long FirstRowSigns = 1;

    /// <summary>Whether a column's sign is negative.</summary>
    public bool IsColumnNegative(long column) => RandomBits.IsNegative(Stream, RowOfColumnSigns, column);

    /// <summary>The signs of <see cref="RandomBits.PerBlock"/> columns.</summary>
    public PhiloxBlock ColumnSigns(long block) => RandomBits.Signs(Stream, RowOfColumnSigns, block);

    /// <summary>Whether the sign of a row of the sketch is negative in a block.</summary>
    public bool IsRowNegative(long row, long block) => RandomBits.IsNegative(Stream, FirstRowSigns + block, row);

    /// <inheritdoc/>
    public T Entry(long row, long column)
    {
        long block = column >> BlockOrder;
        uint common = (uint)Selected[row] & (uint)(column - (block << BlockOrder));
        common ^= common >> 16;
        common ^= common >> 8;
        common ^= common >> 4;
        common ^= common >> 2;
        common ^= common >> 1;
        bool isNegative = ((common & 1) != 0) ^ IsColumnNegative(column) ^ IsRowNegative(row, block);
        return isNegative ? -Weight : Weight;
    }
}
