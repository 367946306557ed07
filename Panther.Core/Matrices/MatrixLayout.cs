namespace Panther.Core;

/// <summary>The order in which the elements of a dense matrix follow each other in memory.</summary>
public enum MatrixLayout
{
    /// <summary>Row by row, as C#'s <c>T[,]</c> and NumPy do by default.</summary>
    RowMajor,

    /// <summary>Column by column, as MathNet, LAPACK and MATLAB do.</summary>
    ColumnMajor,
}
