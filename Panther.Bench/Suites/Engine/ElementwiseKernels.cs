using System.Numerics;
using Panther.Jit.Dialect;

namespace Panther.Bench.Suites.Engine;

/// <summary>Plain elementwise kernels, one index an element: what a user would write first.</summary>
internal static class ElementwiseKernels
{
    public static void Copy<T>(Index1D i, ArrayView<T> x, ArrayView<T> y, ArrayView<T> z, T a)
        where T : unmanaged, INumber<T> => z[i] = x[i];

    public static void Scale<T>(Index1D i, ArrayView<T> x, ArrayView<T> y, ArrayView<T> z, T a)
        where T : unmanaged, INumber<T> => z[i] = a * x[i];

    public static void Triad<T>(Index1D i, ArrayView<T> x, ArrayView<T> y, ArrayView<T> z, T a)
        where T : unmanaged, INumber<T> => z[i] = x[i] + a * y[i];

    public static void Axpy<T>(Index1D i, ArrayView<T> x, ArrayView<T> y, ArrayView<T> z, T a)
        where T : unmanaged, INumber<T> => z[i] += a * x[i];
}
