using System.Numerics;
using Panther.Kernels.Random;
using Panther.Kernels.Sketch.Sparse;

namespace Panther.Kernels.Sketch.Tensor;

/// <summary>
/// The columns of a TensorSketch: a sign in each, at the sum, modulo the rows, of the places that independent CountSketches give to the digits of the column's number
/// (Pagh, "Compressed matrix multiplication", 2013; Pham and Pagh, "Fast and scalable polynomial kernels via explicit feature maps", KDD 2013).
/// </summary>
/// <param name="Stream">The seed and the stream.</param>
/// <param name="Rows">The rows of the sketch.</param>
/// <param name="Length">The length of the vectors, the base of the digits.</param>
/// <param name="Degree">The number of digits.</param>
/// <param name="Weight">The magnitude of the entries.</param>
internal readonly record struct TensorSigns<T>(RandomStream Stream, int Rows, int Length, int Degree, T Weight) : ISparsePattern<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public int Parts => 1;

    /// <inheritdoc/>
    public SparseTerm<T> At(long major, int part)
    {
        long place = 0;
        long sign = 0;
        for (int digit = 0; digit < Degree; digit++)
        {
            long rest = major / Length;
            long code = Code(digit, major - (rest * Length));
            place += code >> 1;
            place = place >= Rows ? place - Rows : place;
            sign ^= code;
            major = rest;
        }

        return new(place, (sign & 1) == 0 ? Weight : -Weight);
    }

    /// <inheritdoc/>
    public T Entry(long major, long minor)
    {
        SparseTerm<T> term = At(major, 0);
        return term.Place == minor ? term.Value : T.Zero;
    }

    /// <summary>Twice the place that a digit's CountSketch gives to a number, plus one for a negative sign.</summary>
    /// <param name="digit">The digit, 0 for the last.</param>
    /// <param name="value">Its value, below the length.</param>
    public long Code(int digit, long value)
    {
        PhiloxBlock bits = Philox4x32.At(Stream, digit, value);
        ulong rows = (uint)Rows;
        return ((long)(((bits.X * rows) + ((bits.Y * rows) >> 32)) >> 32) << 1) | (bits.Z & 1);
    }
}
