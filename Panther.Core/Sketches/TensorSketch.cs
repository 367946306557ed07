using Panther.Kernels.Random;
using Panther.Kernels.Sketch;
using Panther.Kernels.Sketch.Tensor;

namespace Panther.Core;

/// <summary>
/// A sketch of Kronecker powers x⊗…⊗x for the polynomial kernel ⟨x, y⟩^Degree: S has Length^Degree columns, and is applied to x itself by
/// <see cref="SketchOperator.PolynomialFeatures{T}"/>. <see cref="IsometryScale"/> is 1.
/// </summary>
/// <remarks>
/// E⟨S x^⊗q, S y^⊗q⟩ = ⟨x, y⟩^q, with a variance of at most (2 + 3^q)·‖x‖^2q·‖y‖^2q / Rows (Pham and Pagh, KDD 2013; Avron, Nguyen and Woodruff, "Subspace embeddings
/// for the polynomial kernel", NIPS 2014, theorem 1). Column number (…(j₁·Length + j₂)·Length + …) belongs to x_j₁·x_j₂·…. The convolution is direct: features of one
/// vector cost Degree·(Length + Rows²) operations, which suits up to a few thousand rows.
/// </remarks>
public sealed record TensorSketch : SketchDistribution
{
    /// <summary>Makes the distribution.</summary>
    /// <param name="rows">The rows of S, below 2³¹.</param>
    /// <param name="length">The length of the vectors, below 2³¹.</param>
    /// <param name="degree">The power, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is below 1 or too large, or <paramref name="length"/> to the power
    /// <paramref name="degree"/> exceeds 2⁴⁷.</exception>
    public TensorSketch(long rows, long length, int degree)
        : base(rows, Power(length, degree))
    {
        Length = length;
        Degree = degree;
        Check();
    }

    /// <summary>Gets the length of the vectors.</summary>
    public long Length { get; }

    /// <summary>Gets the power.</summary>
    public int Degree { get; }

    /// <inheritdoc/>
    /// <value>1.</value>
    public override double IsometryScale => 1;

    internal override void Check()
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Rows, int.MaxValue, nameof(Rows));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Length, int.MaxValue, nameof(Length));
        ArgumentOutOfRangeException.ThrowIfNotEqual(Columns, Power(Length, Degree), nameof(Columns));
    }

    internal override SketchMatrix<T> Bind<T>(RandomStream stream) => BindTensor<T>(stream);

    internal TensorSketchMatrix<T> BindTensor<T>(RandomStream stream)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        => new(stream, (int)Rows, (int)Length, Degree, Columns, T.CreateTruncating(Scale));

    private static long Power(long length, int degree)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(degree, 1);
        long power = 1;
        for (int i = 0; i < degree && length > 1; i++)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(power, (1L << 47) / length, nameof(degree));
            power *= length;
        }

        return power;
    }
}
