using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Reduce;

namespace Panther.Core;

/// <summary>What every algorithm asks of its input, with one wording.</summary>
internal static class InputCheck
{
    /// <exception cref="NotSupportedException">The element type is neither float nor double.</exception>
    public static void ElementType<T>()
    {
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
        {
            throw new NotSupportedException($"The element type is {typeof(T)}; float and double are supported.");
        }
    }

    /// <exception cref="ArgumentException">A side is zero.</exception>
    public static void NotEmpty(long rows, long columns)
    {
        if (rows == 0 || columns == 0)
        {
            throw new ArgumentException($"The {rows}×{columns} matrix is empty.");
        }
    }

    /// <exception cref="ArgumentException">There are fewer rows than columns.</exception>
    public static void Tall(long rows, long columns)
    {
        if (rows < columns)
        {
            throw new ArgumentException($"The {rows}×{columns} matrix has fewer rows than columns; factor its transpose.");
        }
    }

    /// <summary>Checks that the options name no device or the one that holds the data.</summary>
    /// <exception cref="ArgumentException">They name another.</exception>
    public static void SameDevice(Device? wanted, Device actual)
    {
        if (wanted is not null && wanted != actual)
        {
            throw new ArgumentException($"The matrix is on {actual.Id}, but the options ask for {wanted.Id}.");
        }
    }

    /// <summary>Reads all elements once and waits for the result.</summary>
    /// <exception cref="ArgumentException">There is a NaN or an infinity.</exception>
    public static Magnitude Finite<T>(DeviceStream stream, ArrayView<T> elements)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Magnitude magnitude = Magnitude.Of(stream, elements);
        return magnitude.IsFinite ? magnitude : throw new ArgumentException("The matrix holds a NaN or an infinity.");
    }
}
