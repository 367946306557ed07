using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Panther.Kernels.Attention.Host;

/// <summary>Exponentials of many numbers on the host, in vectors.</summary>
internal static unsafe class HostExponential
{
    /// <summary>Replaces each x by exp(x - shift), and returns their sum in the order of the lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T Apply<T>(T* values, int count, T shift)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector256<T> sums = Vector256<T>.Zero;
        var shifts = Vector256.Create(shift);
        int i = 0;
        for (; i <= count - Vector256<T>.Count; i += Vector256<T>.Count)
        {
            Vector256<T> power = Exp(Vector256.Load(values + i) - shifts);
            power.Store(values + i);
            sums += power;
        }

        T sum = Vector256.Sum(sums);
        for (; i < count; i++)
        {
            values[i] = T.Exp(values[i] - shift);
            sum += values[i];
        }

        return sum;
    }

    private static Vector256<T> Exp<T>(Vector256<T> x)
        => typeof(T) == typeof(float) ? Vector256.Exp(x.AsSingle()).As<float, T>() : Vector256.Exp(x.AsDouble()).As<double, T>();
}
