using System.Numerics;
using Panther.Jit.Dialect;

namespace Panther.Kernels.Rows;

/// <summary>eˣ for differences from a maximum, which are never positive: half the instructions of a function for all arguments.</summary>
internal static class SoftmaxExponential
{
    // Adding it rounds to an integer, and leaves that integer in the low bits of the sum.
    private const float RoundingShift = 12582912f;

    // Below it eˣ is no normal float.
    private const float Smallest = -87.33654f;

    /// <summary>
    /// eˣ for x ≤ 0: for floats x = n·ln 2 + r, a polynomial of degree 6 in r times 2ⁿ, within 1.5 ulp; 0 below 2⁻¹²⁶. For doubles, <see cref="XMath.Exp(double)"/>.
    /// NaN gives NaN.
    /// </summary>
    /// <typeparam name="T">The type: float or double.</typeparam>
    /// <param name="x">The exponent.</param>
    public static T Of<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T>
        => typeof(T) == typeof(float) ? T.CreateTruncating(Of(float.CreateTruncating(x))) : T.Exp(x);

    private static float Of(float x)
    {
        float shifted = MathF.FusedMultiplyAdd(x, 1.442695f, RoundingShift);
        float n = shifted - RoundingShift;
        float r = MathF.FusedMultiplyAdd(n, 1.9046542e-9f, MathF.FusedMultiplyAdd(n, -0.6931472f, x));
        float p = MathF.FusedMultiplyAdd(0.0013782479f, r, 0.008368671f);
        p = MathF.FusedMultiplyAdd(p, r, 0.041668963f);
        p = MathF.FusedMultiplyAdd(p, r, 0.16666521f);
        p = MathF.FusedMultiplyAdd(p, r, 0.4999999f);
        p = MathF.FusedMultiplyAdd(p, r, 1f);
        p = MathF.FusedMultiplyAdd(p, r, 1f);
        float power = Interop.IntAsFloat((Interop.FloatAsInt(shifted) << 23) + Interop.FloatAsInt(1f));
        return x < Smallest ? 0f : p * power;
    }
}
