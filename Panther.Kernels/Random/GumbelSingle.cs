using Panther.Jit.Dialect;

namespace Panther.Kernels.Random;

/// <summary>
/// Standard Gumbel values -ln(-ln u), u uniform: the index of the largest of xᵢ + gᵢ has the probabilities of softmax(x) (Gumbel, "Statistical theory of extreme values and some practical applications",
/// 1954; Maddison, Tarlow and Minka, "A* sampling", 2014, section 2).
/// </summary>
/// <remarks>-ln u is taken from the side of 0 or of 1 that is nearer, so that it has the type's relative precision everywhere. Values lie in [-3.14, 22.9].</remarks>
internal readonly struct GumbelSingle : IDistribution<float>
{
    private const float Unit = 2.3283064e-10f;

    /// <inheritdoc/>
    public static int BlockLength => 4;

    /// <inheritdoc/>
    public static Draws<float> Draw(PhiloxBlock bits) => new(Value(bits.X), Value(bits.Y), Value(bits.Z), Value(bits.W));

    // u = (word + ½)·2⁻³², 1 - u = (~word + ½)·2⁻³².
    private static float Value(uint word)
    {
        bool isSmall = word < 0x80000000U;
        float distance = XMath.FusedMultiplyAdd((float)(isSmall ? word : ~word), Unit, 0.5f * Unit);
        return -XMath.Log(isSmall ? -XMath.Log(distance) : -XMath.LogP1(-distance));
    }
}
