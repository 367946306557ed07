using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Factor;
using Panther.Kernels.Gemm;

namespace Panther.Core;

/// <summary>
/// Replaces a tall panel by a well-conditioned basis of the same columns: one pass of Cholesky QR in the element type. That is all that the steps of an iteration need, whose panels
/// are multiplied again before anybody looks at them; <see cref="PanelOrthonormalizer{T}"/> makes bases orthonormal.
/// </summary>
/// <remarks>
/// The range is that of the panel up to the panel's own rounding: whatever nonsingular triangle it is divided by, only the condition depends on it, and that is about one as
/// long as rounding does not reach the pivots (Yamamoto, Nakatsukasa, Yanagisawa and Fukaya, ETNA 44, 2015).
/// </remarks>
internal sealed class PanelConditioner<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // In units of eps: the squared part of a column that the columns before it do not hold, as a fraction of the column. Sums of squares round about as much.
    private const double SmallestPivot = 8;

    private readonly DeviceStream stream;
    private readonly int columns;
    private readonly DeviceBuffer<T> squares;
    private readonly DeviceBuffer<int> status;

    /// <summary>Reserves memory for three squares.</summary>
    public PanelConditioner(DeviceStream stream, int columns)
    {
        (this.stream, this.columns) = (stream, columns);
        squares = stream.Device.Allocate<T>(3L * columns * columns, stream);
        status = stream.Device.Allocate<int>(1, stream);
    }

    private ArrayView<T> Factors => squares.View.SubView((long)columns * columns);

    /// <summary>Writes a well-conditioned basis, unless the panel's own condition is beyond what the element type can tell.</summary>
    /// <param name="source">The panel, at least as tall as wide, stored by rows.</param>
    /// <param name="destination">Receives the basis; other memory than <paramref name="source"/>.</param>
    /// <returns>Whether there is a basis.</returns>
    public bool TryCondition(MatrixOperand<T> source, MatrixOperand<T> destination)
    {
        long square = (long)columns * columns;
        ArrayView<T> gram = squares.View.SubView(0, square), factor = Factors.SubView(0, square), inverse = Factors.SubView(square, square);
        MatrixProduct.Gram(stream, source, MatrixOperand<T>.Dense(gram, columns, columns));
        T smallest = T.CreateTruncating(SmallestPivot) * (T.BitIncrement(T.One) - T.One);
        Cholesky.Factor(stream, gram, factor, inverse, status.View, columns, smallest);
        if (status.ToArray(stream)[0] != int.MaxValue)
        {
            return false;
        }

        MatrixProduct.Enqueue(stream, T.One, source, MatrixOperand<T>.Dense(inverse, columns, columns).Transposed, T.Zero, destination);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        squares.Dispose();
        status.Dispose();
    }
}
