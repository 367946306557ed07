using Panther.Jit.Dialect;

namespace Panther.Kernels.Random;

/// <summary>
/// Standard normal values by the transform of Box and Muller ("A note on the generation of random normal deviates", 1958): four words give
/// √(-2 ln u)·(sin πv, cos πv) with u = (bits + ½)·2⁻⁶⁴ in (0, 1] and v in [-1, 1].
/// </summary>
/// <remarks>u is never zero; no magnitude exceeds √(130 ln 2) = 9.4926. The normal distribution has 2.2e-21 of its mass beyond.</remarks>
internal readonly struct NormalDouble : IDistribution<double>
{
    /// <summary>The largest magnitude that can be drawn, rounded up.</summary>
    public const double MaxMagnitude = 9.4927;

    /// <inheritdoc/>
    public static int BlockLength => 2;

    /// <inheritdoc/>
    public static Draws<double> Draw(PhiloxBlock bits)
    {
        double radiusBits = ((double)bits.X * 4294967296d) + (double)bits.Y;
        double u = XMath.FusedMultiplyAdd(radiusBits, 5.421010862427522e-20, 2.710505431213761e-20);
        double radius = XMath.Sqrt(-2d * XMath.Log(u));
        double angleBits = ((double)(int)bits.Z * 4294967296d) + (double)bits.W;
        (double sine, double cosine) = XMath.SinCosPi(angleBits * 1.0842021724855044e-19);
        return new(radius * sine, radius * cosine, 0d, 0d);
    }
}
