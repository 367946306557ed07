using Panther.Jit.Dialect;
using Panther.Kernels.Random;

namespace Panther.Kernels.Sketch.Dense;

/// <summary>Uniform in [-√3, √3], of mean 0 and variance 1: √3·(bits + ½)·2⁻⁶³ of 64 signed bits, rounded to a double.</summary>
internal readonly struct CenteredUniformDouble : IDistribution<double>
{
    /// <inheritdoc/>
    public static int BlockLength => 2;

    /// <inheritdoc/>
    public static Draws<double> Draw(PhiloxBlock bits) => new(Centered(bits.X, bits.Y), Centered(bits.Z, bits.W), 0d, 0d);

    private static double Centered(uint high, uint low)
    {
        double value = ((double)(int)high * 4294967296d) + (double)low;
        return XMath.FusedMultiplyAdd(value, 1.877893248421449e-19, 9.389466242107245e-20);
    }
}
