using Panther.Jit.Dialect;

namespace Panther.Kernels.Random;

/// <summary>Standard Gumbel values as <see cref="GumbelSingle"/>, from 64 bits each.</summary>
/// <remarks>Values lie in [-3.82, 45.1].</remarks>
internal readonly struct GumbelDouble : IDistribution<double>
{
    private const double Unit = 5.421010862427522e-20;

    /// <inheritdoc/>
    public static int BlockLength => 2;

    /// <inheritdoc/>
    public static Draws<double> Draw(PhiloxBlock bits) => new(Value(bits.X, bits.Y), Value(bits.Z, bits.W), 0d, 0d);

    private static double Value(uint high, uint low)
    {
        bool isSmall = high < 0x80000000U;
        double word = ((double)(isSmall ? high : ~high) * 4294967296d) + (double)(isSmall ? low : ~low);
        double distance = XMath.FusedMultiplyAdd(word, Unit, 0.5 * Unit);
        return -XMath.Log(isSmall ? -XMath.Log(distance) : -XMath.LogP1(-distance));
    }
}
