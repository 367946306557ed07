using System.Numerics;
using Panther.Jit.Dialect;

namespace Panther.Kernels.Sketch;

/// <summary>Elementwise ends of an application of a sketch.</summary>
internal static class PlaneKernels
{
    /// <summary>destination = plane 0 + plane 1 + … + beta · destination; one thread an element, the planes in rising order.</summary>
    /// <param name="index">The element, by rows.</param>
    /// <param name="planes">The planes, each dense by rows, one behind the other.</param>
    /// <param name="count">The planes.</param>
    /// <param name="destination">The destination.</param>
    /// <param name="beta">The factor of the former content, which is not read when this is zero.</param>
    public static void Add<T>(LongIndex1D index, ArrayView<T> planes, int count, StridedMatrix<T> destination, T beta)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long plane = destination.Rows * destination.Columns;
        T sum = planes[index.X];
        for (int i = 1; i < count; i++)
        {
            sum += planes[index.X + (i * plane)];
        }

        long row = index.X / destination.Columns;
        ref T place = ref destination[row, index.X - (row * destination.Columns)];
        place = beta == T.Zero ? sum : T.FusedMultiplyAdd(beta, place, sum);
    }

    /// <summary>destination = beta · destination; zeros, and nothing is read, when beta is zero. One thread an element.</summary>
    public static void Scale<T>(LongIndex1D index, StridedMatrix<T> destination, T beta)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long inner = destination.IsByColumns ? destination.Rows : destination.Columns;
        long outer = index.X / inner;
        long rest = index.X - (outer * inner);
        ref T place = ref destination.IsByColumns ? ref destination[rest, outer] : ref destination[outer, rest];
        place = beta == T.Zero ? T.Zero : beta * place;
    }
}
