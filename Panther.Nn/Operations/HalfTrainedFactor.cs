using System.Numerics;
using Panther.Kernels.Gemm;
using Panther.Kernels.SketchFactors;

namespace Panther.Nn;

/// <summary>A factor D×2r of a sketched matrix: half of its columns are a tensor, the others signs.</summary>
/// <param name="Trained">The trained columns, D×r, or r×D.</param>
/// <param name="IsTransposed">Whether they are the latter.</param>
/// <param name="IsTrainedFirst">Whether they come before the signs.</param>
/// <param name="Key">The key of the signs.</param>
/// <param name="Number">The number of the factor among those of the key.</param>
/// <param name="Scale">The magnitude of the signs.</param>
internal readonly record struct HalfTrainedFactor<T>(Tensor<T> Trained, bool IsTransposed, bool IsTrainedFirst, Tensor<T> Key, uint Number, double Scale)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Gets D.</summary>
    public long Places => Trained.Shape[IsTransposed ? 1 : 0];

    /// <summary>Gets r.</summary>
    public long Rank => Trained.Shape[IsTransposed ? 0 : 1];

    /// <summary>Gets the factor as kernels see it.</summary>
    public SketchFactor<T> Operand => new(
        new MatrixOperand<T>(Trained.Elements, Trained.Shape[0], Trained.Shape[1], Trained.Shape[1], IsTransposed), IsTrainedFirst, Key.Elements, Number, T.CreateChecked(Scale));

    /// <summary>Gets the first trained column.</summary>
    private long TrainedStart => IsTrainedFirst ? 0 : Rank;

    /// <summary>The columns of an n×2r matrix that belong to the trained ones.</summary>
    public Tensor<T> TrainedPart(Tensor<T> x) => x.Slice(1, TrainedStart, Rank);

    /// <summary>An n×2r matrix of which only those columns are not zero.</summary>
    public Tensor<T> FromTrainedPart(Tensor<T> part) => part.Embed(1, 2 * Rank, TrainedStart);

    /// <summary>longᵀ·thin, as the trained half is stored.</summary>
    /// <param name="wide">n×D.</param>
    /// <param name="thin">n×r.</param>
    public Tensor<T> Gradient(Tensor<T> wide, Tensor<T> thin) => IsTransposed ? thin.Transpose().MatMul(wide) : wide.Transpose().MatMul(thin);
}
