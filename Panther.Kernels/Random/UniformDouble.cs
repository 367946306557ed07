namespace Panther.Kernels.Random;

/// <summary>Uniform in [0, 1): the multiples of 2⁻⁵³, each with the same probability.</summary>
internal readonly struct UniformDouble : IDistribution<double>
{
    /// <inheritdoc/>
    public static int BlockLength => 2;

    /// <inheritdoc/>
    public static Draws<double> Draw(PhiloxBlock bits) =>
        new(HalfOpen(bits.X, bits.Y), HalfOpen(bits.Z, bits.W), 0d, 0d);

    /// <summary>The upper 53 of 64 bits as a fraction in [0, 1).</summary>
    /// <param name="high">The upper 32 random bits.</param>
    /// <param name="low">The lower 32 random bits.</param>
    public static double HalfOpen(uint high, uint low) =>
        (double)(long)((((ulong)high << 32) | low) >> 11) * 1.1102230246251565e-16;
}
