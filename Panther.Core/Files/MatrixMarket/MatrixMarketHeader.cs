namespace Panther.Core;

/// <summary>The first line of a Matrix Market file and its line of sizes.</summary>
/// <param name="IsSparse">Whether elements come with their places (coordinate), not all in order (array).</param>
/// <param name="IsPattern">Whether places come without values, which are 1.</param>
/// <param name="Symmetry">Which elements stand for two.</param>
/// <param name="Rows">The number of rows.</param>
/// <param name="Columns">The number of columns.</param>
/// <param name="Count">The number of elements that the file lists.</param>
internal sealed record MatrixMarketHeader(bool IsSparse, bool IsPattern, MatrixMarketSymmetry Symmetry, int Rows, int Columns, int Count)
{
    /// <exception cref="InvalidDataException">It is no such file, or one of complex numbers.</exception>
    public static MatrixMarketHeader Read(TextLines lines, MatrixFileLimits limits)
    {
        if (!lines.TryRead(out ReadOnlySpan<char> first) || !first.StartsWith("%%MatrixMarket ", StringComparison.OrdinalIgnoreCase))
        {
            throw lines.Wrong("it does not begin with %%MatrixMarket");
        }

        string[] words = first.ToString().ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        (bool isSparse, bool isPattern, MatrixMarketSymmetry symmetry) = Kind(words, lines);

        MatrixMarketTokens sizes = MatrixMarketTokens.NextLine(lines, "the line of sizes");
        int rows = sizes.Integer("the number of rows", 0, int.MaxValue), columns = sizes.Integer("the number of columns", 0, int.MaxValue);
        int count = isSparse ? sizes.Integer("the number of elements", 0, (int)limits.MaximumElements) : 0;
        sizes.ExpectEnd();
        if (rows < 1 || columns < 1)
        {
            throw lines.Wrong($"the shape {rows}×{columns} is empty; both sides must be at least 1");
        }

        if (symmetry != MatrixMarketSymmetry.General && rows != columns)
        {
            throw lines.Wrong($"a symmetric matrix is square, not {rows}×{columns}");
        }

        if (!isSparse)
        {
            limits.CheckShape(rows, columns, lines.Wrong);
            count = symmetry switch
            {
                MatrixMarketSymmetry.General => rows * columns,
                MatrixMarketSymmetry.Symmetric => (int)((long)rows * (rows + 1L) / 2),
                _ => (int)((long)rows * (rows - 1L) / 2),
            };
        }

        return new MatrixMarketHeader(isSparse, isPattern, symmetry, rows, columns, count);
    }

    private static (bool IsSparse, bool IsPattern, MatrixMarketSymmetry Symmetry) Kind(string[] words, TextLines lines)
    {
        if (words is not [_, "matrix", "coordinate" or "array", "real" or "double" or "integer" or "pattern", "general" or "symmetric" or "skew-symmetric"])
        {
            throw lines.Wrong(
                "the first line must say: matrix, then coordinate or array, then real, integer or pattern, then general, symmetric or skew-symmetric; complex matrices are not supported");
        }

        bool isSparse = words[2] == "coordinate", isPattern = words[3] == "pattern";
        MatrixMarketSymmetry symmetry = words[4] switch
        {
            "general" => MatrixMarketSymmetry.General,
            "symmetric" => MatrixMarketSymmetry.Symmetric,
            _ => MatrixMarketSymmetry.SkewSymmetric,
        };
        return isPattern && (!isSparse || symmetry == MatrixMarketSymmetry.SkewSymmetric)
            ? throw lines.Wrong("a pattern has coordinates and no signs")
            : (isSparse, isPattern, symmetry);
    }
}
