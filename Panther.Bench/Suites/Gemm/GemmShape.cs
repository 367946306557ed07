namespace Panther.Bench.Suites.Gemm;

/// <summary>A product of row-major matrices, of which either factor may be the transpose of what is stored.</summary>
/// <param name="Rows">The rows of the product.</param>
/// <param name="Columns">The columns of the product.</param>
/// <param name="Depth">The columns of the left factor and rows of the right one.</param>
/// <param name="IsLeftTransposed">Whether the left factor is stored Depth×Rows.</param>
/// <param name="IsRightTransposed">Whether the right factor is stored Columns×Depth.</param>
internal sealed record GemmShape(int Rows, int Columns, int Depth, bool IsLeftTransposed = false, bool IsRightTransposed = false)
{
    /// <summary>Multiplications and additions.</summary>
    public double Operations => 2.0 * Rows * Columns * Depth;

    /// <summary>Elements of the left factor.</summary>
    public long LeftLength => (long)Rows * Depth;

    /// <summary>Elements of the right factor.</summary>
    public long RightLength => (long)Depth * Columns;

    /// <summary>Elements of the product.</summary>
    public long Length => (long)Rows * Columns;

    public static GemmShape Square(int n) => new(n, n, n);

    /// <summary>Rows x columns x depth, and which factors are transposed in BLAS's letters where one is.</summary>
    public override string ToString()
        => $"{Rows}x{Columns}x{Depth}{(IsLeftTransposed || IsRightTransposed ? $" {(IsLeftTransposed ? 't' : 'n')}{(IsRightTransposed ? 't' : 'n')}" : "")}";
}
