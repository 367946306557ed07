using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;

namespace Panther.Core;

/// <summary>A matrix whose squares are in range: the given one, or where it is not so a copy times a power of two, which costs no digit.</summary>
internal sealed class ScaledMatrix<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly DeviceMatrix<T>? copy;

    private ScaledMatrix(DeviceMatrix<T> matrix, DeviceMatrix<T>? copy, double scale)
    {
        this.copy = copy;
        Matrix = copy ?? matrix;
        Scale = scale;
    }

    /// <summary>Gets the matrix.</summary>
    public DeviceMatrix<T> Matrix { get; }

    /// <summary>Gets what its elements have to be multiplied by to give those of the original.</summary>
    public double Scale { get; }

    // Squares of elements below 2^30, and a million million of them, are in range; so are the squares of eps times elements above 2^-30.
    private static int SafeExponent => typeof(T) == typeof(float) ? 30 : 300;

    // The powers of two whose inverse is a normal number too.
    private static int LargestExponent => typeof(T) == typeof(float) ? 120 : 1000;

    /// <summary>Scales a matrix if need be; its copy is stored in the same layout.</summary>
    public static ScaledMatrix<T> Of(DeviceStream stream, DeviceMatrix<T> matrix, double largest)
    {
        int exponent = Math.Clamp(Math.ILogB(largest), -LargestExponent, LargestExponent);
        if (Math.Abs(exponent) <= SafeExponent)
        {
            return new ScaledMatrix<T>(matrix, null, 1);
        }

        DeviceMatrix<T> copy = DeviceMatrix<T>.Allocate(matrix.Device, matrix.Rows, matrix.Columns, matrix.Layout);
        VectorOperations.Scale(stream, T.CreateTruncating(Math.ScaleB(1, -exponent)), matrix.View, copy.View);
        return new ScaledMatrix<T>(matrix, copy, Math.ScaleB(1, exponent));
    }

    /// <inheritdoc/>
    public void Dispose() => copy?.Dispose();
}
