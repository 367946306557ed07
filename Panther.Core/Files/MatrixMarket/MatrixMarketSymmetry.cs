namespace Panther.Core;

/// <summary>Which elements of a Matrix Market file stand for two.</summary>
internal enum MatrixMarketSymmetry
{
    /// <summary>None.</summary>
    General,

    /// <summary>a(j, i) = a(i, j).</summary>
    Symmetric,

    /// <summary>a(j, i) = -a(i, j), and the diagonal is zero.</summary>
    SkewSymmetric,
}
