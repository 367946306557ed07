using System.Numerics;
using Panther.Kernels.Gemm.Host;

namespace Panther.Kernels.Factor.Host;

/// <summary>Scaling by powers of two, which is exact, to keep squares within the range of the type.</summary>
internal static class HostScaling
{
    /// <summary>The largest absolute value.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="a">The matrix.</param>
    /// <returns>The value; NaN or infinite when an element is; zero for an empty matrix.</returns>
    public static T MaxMagnitude<T>(HostMatrix<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T largest = T.Zero;
        for (long i = 0; i < a.Rows; i++)
        {
            for (long j = 0; j < a.Columns; j++)
            {
                largest = T.MaxMagnitude(largest, a[i, j]);
            }
        }

        return T.Abs(largest);
    }

    /// <summary><c>a = 2^exponent * a</c>.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="a">The matrix.</param>
    /// <param name="exponent">The exponent; 0 changes nothing.</param>
    public static void ScaleByPowerOfTwo<T>(HostMatrix<T> a, int exponent)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (long i = 0; exponent != 0 && i < a.Rows; i++)
        {
            for (long j = 0; j < a.Columns; j++)
            {
                a[i, j] = T.ScaleB(a[i, j], exponent);
            }
        }
    }
}
