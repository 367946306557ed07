using Panther.Jit.Dialect;
using Panther.Kernels.Gemm;

namespace Panther.Kernels.SketchFactors;

/// <summary>
/// A factor D×2R of a sketched matrix: one half of its columns is trained and stored, the other half are random signs times a number, which are drawn where they are needed and stored nowhere.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <param name="Trained">The trained half, D×R; may be the transpose of what is stored.</param>
/// <param name="IsTrainedFirst">Whether the trained columns come before the signs.</param>
/// <param name="Key">The key of the signs; see <see cref="SignBits"/>.</param>
/// <param name="Number">The number of the factor among those of a key.</param>
/// <param name="Scale">The magnitude of the signs.</param>
internal readonly record struct SketchFactor<T>(MatrixOperand<T> Trained, bool IsTrainedFirst, ArrayView<T> Key, uint Number, T Scale)
    where T : unmanaged
{
    /// <summary>Gets D.</summary>
    public long Places => Trained.Rows;

    /// <summary>Gets R.</summary>
    public long Rank => Trained.Columns;

    /// <summary>Gets the first trained column.</summary>
    public long TrainedStart => IsTrainedFirst ? 0 : Rank;

    /// <summary>Gets the first column of signs.</summary>
    public long SignStart => IsTrainedFirst ? Rank : 0;
}
