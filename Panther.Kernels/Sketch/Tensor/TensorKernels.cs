using System.Numerics;
using Panther.Jit.Dialect;

namespace Panther.Kernels.Sketch.Tensor;

/// <summary>The kernel of <see cref="TensorSketchMatrix{T}"/>.</summary>
internal static class TensorKernels
{
    /// <summary>destination[r, i] = Σ first[r, k] · second[r, i - k modulo the columns], k rising; one thread an element.</summary>
    public static void Convolve<T>(LongIndex1D index, StridedMatrix<T> first, StridedMatrix<T> second, StridedMatrix<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long row = index.X / destination.Columns;
        long i = index.X - (row * destination.Columns);
        T sum = T.Zero;
        long other = i;
        for (long k = 0; k < destination.Columns; k++)
        {
            sum = T.FusedMultiplyAdd(first[row, k], second[row, other], sum);
            other = other == 0 ? destination.Columns - 1 : other - 1;
        }

        destination[row, i] = sum;
    }
}
