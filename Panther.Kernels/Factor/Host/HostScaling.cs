using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Panther.Kernels.Gemm.Host;

namespace Panther.Kernels.Factor.Host;

/// <summary>Scaling by powers of two, which is exact, to keep squares within the range of the type.</summary>
internal static class HostScaling
{
    /// <summary>The largest absolute value.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="a">The matrix.</param>
    /// <returns>The value; NaN or infinite when an element is; zero for an empty matrix.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe T MaxMagnitude<T>(HostMatrix<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        a = a.ColumnStride == 1 ? a : a.Transposed;
        T largest = T.Zero;
        for (long i = 0; i < a.Rows; i++)
        {
            long j = 0;
            if (a.ColumnStride == 1 && a.Columns >= Vector256<T>.Count)
            {
                Vector256<T> lanes = Vector256<T>.Zero;
                for (; j <= a.Columns - Vector256<T>.Count; j += Vector256<T>.Count)
                {
                    // Of two numbers the larger, and NaN when either is.
                    lanes = Vector256.Max(lanes, Vector256.Abs(Vector256.Load(a.Pointer + i * a.RowStride + j)));
                }

                for (int lane = 0; lane < Vector256<T>.Count; lane++)
                {
                    largest = T.Max(largest, lanes[lane]);
                }
            }

            for (; j < a.Columns; j++)
            {
                largest = T.Max(largest, T.Abs(a[i, j]));
            }
        }

        return largest;
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
