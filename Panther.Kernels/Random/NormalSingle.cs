using Panther.Jit.Dialect;

namespace Panther.Kernels.Random;

/// <summary>
/// Standard normal values by the transform of Box and Muller ("A note on the generation of random normal deviates", 1958): two words give
/// √(-2 ln u)·(sin πv, cos πv) with u = (word + ½)·2⁻³² in (0, 1] and v in [-1, 1].
/// </summary>
/// <remarks>u is never zero; no magnitude exceeds √(66 ln 2) = 6.7638. The normal distribution has 1.3e-11 of its mass beyond.</remarks>
internal readonly struct NormalSingle : IDistribution<float>
{
    /// <summary>The largest magnitude that can be drawn, rounded up.</summary>
    public const float MaxMagnitude = 6.764f;

    /// <inheritdoc/>
    public static int BlockLength => 4;

    /// <inheritdoc/>
    public static Draws<float> Draw(PhiloxBlock bits)
    {
        float firstRadius = Radius(bits.X);
        float secondRadius = Radius(bits.Z);
        (float firstSine, float firstCosine) = Direction(bits.Y);
        (float secondSine, float secondCosine) = Direction(bits.W);
        return new(firstRadius * firstSine, firstRadius * firstCosine, secondRadius * secondSine, secondRadius * secondCosine);
    }

    private static float Radius(uint bits)
    {
        float u = XMath.FusedMultiplyAdd((float)bits, 2.3283064e-10f, 1.1641532e-10f);
        return XMath.Sqrt(-2f * XMath.Log(u));
    }

    private static (float Sine, float Cosine) Direction(uint bits) => XMath.SinCosPi((float)(int)bits * 4.6566129e-10f);
}
