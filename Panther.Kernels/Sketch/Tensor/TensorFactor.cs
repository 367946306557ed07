using System.Numerics;
using Panther.Kernels.Sketch.Sparse;

namespace Panther.Kernels.Sketch.Tensor;

/// <summary>The CountSketch of one digit of a TensorSketch.</summary>
/// <param name="Signs">The TensorSketch.</param>
/// <param name="Digit">The digit.</param>
/// <param name="Weight">The magnitude of the entries.</param>
internal readonly record struct TensorFactor<T>(TensorSigns<T> Signs, int Digit, T Weight) : ISparsePattern<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public int Parts => 1;

    /// <inheritdoc/>
    public SparseTerm<T> At(long major, int part)
    {
        long code = Signs.Code(Digit, major);
        return new(code >> 1, (code & 1) == 0 ? Weight : -Weight);
    }

    /// <inheritdoc/>
    public T Entry(long major, long minor)
    {
        SparseTerm<T> term = At(major, 0);
        return term.Place == minor ? term.Value : T.Zero;
    }
}
