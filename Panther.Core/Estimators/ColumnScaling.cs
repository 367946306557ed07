using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Reduce;

namespace Panther.Core;

/// <summary>Gives the columns of a matrix about one length, which costs no digit.</summary>
internal static class ColumnScaling
{
    /// <summary>Multiplies each column by the power of two that brings its length between a half and one; zero columns stay.</summary>
    /// <returns>The exponents.</returns>
    public static int[] Equalize<T>(DeviceStream stream, RowMatrix<T> matrix)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Squares of lengths may be out of range as long as the largest elements are.
        int[] first = Scale(stream, matrix, MatrixReductions.ColumnMaxAbs(stream, matrix));
        int[] second = Scale(stream, matrix, Array.ConvertAll(MatrixReductions.ColumnSumsOfSquares(stream, matrix), Math.Sqrt));
        return [.. first.Zip(second, (x, y) => x + y)];
    }

    private static int[] Scale<T>(DeviceStream stream, RowMatrix<T> matrix, double[] sizes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int limit = typeof(T) == typeof(float) ? 126 : 1022;
        int[] exponents = Array.ConvertAll(sizes, size => size > 0 ? Math.Clamp(-1 - Math.ILogB(size), -limit, limit) : 0);
        using DeviceBuffer<T> factors = stream.Device.Allocate<T>(Array.ConvertAll(exponents, exponent => T.ScaleB(T.One, exponent)), stream);
        MatrixOperations.ScaleColumns(stream, factors.View, matrix, matrix);
        return exponents;
    }
}
