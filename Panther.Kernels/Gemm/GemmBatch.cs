namespace Panther.Kernels.Gemm;

/// <summary>Where the matrices of a batch are. They are numbered in two dimensions: number z is z mod Inner along the inner one and z / Inner along the outer.</summary>
/// <param name="Count">The number of products.</param>
/// <param name="Inner">The extent of the inner dimension, at least 1.</param>
/// <param name="LeftInner">The elements from one left factor to the next along the inner dimension; 0 where one serves all.</param>
/// <param name="LeftOuter">The same along the outer dimension.</param>
/// <param name="RightInner">The elements from one right factor to the next along the inner dimension.</param>
/// <param name="RightOuter">The same along the outer dimension.</param>
/// <param name="OutputInner">The elements from one destination to the next along the inner dimension.</param>
/// <param name="OutputOuter">The same along the outer dimension.</param>
internal readonly record struct GemmBatch(
    long Count, long Inner, long LeftInner, long LeftOuter, long RightInner, long RightOuter, long OutputInner, long OutputOuter)
{
    /// <summary>Gets the batch of one product.</summary>
    public static GemmBatch One => new(1, 1, 0, 0, 0, 0, 0, 0);

    /// <summary>Where a left factor starts.</summary>
    /// <param name="number">Its number.</param>
    public long LeftOffset(long number) => (number / Inner * LeftOuter) + (number % Inner * LeftInner);

    /// <summary>Where a right factor starts.</summary>
    /// <param name="number">Its number.</param>
    public long RightOffset(long number) => (number / Inner * RightOuter) + (number % Inner * RightInner);

    /// <summary>Where a destination starts.</summary>
    /// <param name="number">Its number.</param>
    public long OutputOffset(long number) => (number / Inner * OutputOuter) + (number % Inner * OutputInner);
}
