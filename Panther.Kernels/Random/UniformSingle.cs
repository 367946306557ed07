namespace Panther.Kernels.Random;

/// <summary>Uniform in [0, 1): the multiples of 2⁻²⁴, each with the same probability.</summary>
internal readonly struct UniformSingle : IDistribution<float>
{
    /// <inheritdoc/>
    public static int BlockLength => 4;

    /// <inheritdoc/>
    public static Draws<float> Draw(PhiloxBlock bits) =>
        new(HalfOpen(bits.X), HalfOpen(bits.Y), HalfOpen(bits.Z), HalfOpen(bits.W));

    /// <summary>The upper 24 bits as a fraction in [0, 1).</summary>
    /// <param name="bits">32 random bits.</param>
    public static float HalfOpen(uint bits) => (float)(int)(bits >> 8) * 5.9604645e-8f;
}
