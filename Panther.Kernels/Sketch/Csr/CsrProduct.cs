using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Sketch.Sparse;

namespace Panther.Kernels.Sketch.Csr;

/// <summary>Launches <see cref="CsrKernels"/>. The destinations are not empty.</summary>
internal static class CsrProduct
{
    /// <summary>destination = source · Sᵀ, or source · S, entry by entry of S.</summary>
    public static void Multiply<T, TEntries>(DeviceStream queue, CsrOperand<T> source, TEntries entries, bool isTransposed, StridedMatrix<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TEntries : struct, ISketchEntries<T>
        => queue.Device.LoadKernel<LongIndex1D, CsrOperand<T>, TEntries, StridedMatrix<T>, SpecializedValue<bool>>(CsrKernels.Multiply)
            .Launch(queue, destination.Rows * destination.Columns, source, entries, destination, SpecializedValue.New(isTransposed));

    /// <summary>destination = source · right, for a dense matrix.</summary>
    public static void MultiplyDense<T>(DeviceStream queue, CsrOperand<T> source, StridedMatrix<T> right, StridedMatrix<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
        => queue.Device.LoadKernel<LongIndex1D, CsrOperand<T>, StridedMatrix<T>, StridedMatrix<T>>(CsrKernels.MultiplyDense)
            .Launch(queue, destination.Rows * destination.Columns, source, right, destination);

    /// <summary>destination = source · P, with a major of the pattern for each column of the source.</summary>
    public static void Scatter<T, TPattern>(DeviceStream queue, CsrOperand<T> source, TPattern pattern, StridedMatrix<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TPattern : struct, ISparsePattern<T>
    {
        SparseProduct.Scale(queue, destination, T.Zero);
        queue.Device.LoadKernel<LongIndex1D, CsrOperand<T>, TPattern, StridedMatrix<T>>(CsrKernels.Scatter)
            .Launch(queue, source.Rows * pattern.Parts, source, pattern, destination);
    }
}
