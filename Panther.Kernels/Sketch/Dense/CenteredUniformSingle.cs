using Panther.Jit.Dialect;
using Panther.Kernels.Random;

namespace Panther.Kernels.Sketch.Dense;

/// <summary>Uniform in [-√3, √3], of mean 0 and variance 1: √3·(word + ½)·2⁻³¹ of a signed word, rounded to a float.</summary>
internal readonly struct CenteredUniformSingle : IDistribution<float>
{
    /// <inheritdoc/>
    public static int BlockLength => 4;

    /// <inheritdoc/>
    public static Draws<float> Draw(PhiloxBlock bits) => new(Centered(bits.X), Centered(bits.Y), Centered(bits.Z), Centered(bits.W));

    private static float Centered(uint bits) => XMath.FusedMultiplyAdd((float)(int)bits, 8.06549e-10f, 4.032745e-10f);
}
