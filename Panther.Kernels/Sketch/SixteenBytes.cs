using Panther.Jit.Dialect;
using Panther.Kernels.Gemm;

namespace Panther.Kernels.Sketch;

/// <summary>Accesses of 16 bytes: four floats or two doubles. Places count 16 bytes, and views are aligned to them.</summary>
internal static class SixteenBytes
{
    /// <summary>The elements in 16 bytes.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    public static int Length<T>()
        where T : unmanaged
        => 16 / Interop.SizeOf<T>();

    /// <summary>Reads neighbours into values[at..].</summary>
    public static void Load<T>(ArrayView<T> view, long place, T[] values, int at)
        where T : unmanaged
    {
        if (Interop.SizeOf<T>() == 4)
        {
            Quad<T> quad = view.Cast<Quad<T>>()[place];
            values[at] = quad.X;
            values[at + 1] = quad.Y;
            values[at + 2] = quad.Z;
            values[at + 3] = quad.W;
        }
        else
        {
            Pair<T> pair = view.Cast<Pair<T>>()[place];
            values[at] = pair.X;
            values[at + 1] = pair.Y;
        }
    }

    /// <summary>Writes values[at..] to neighbours.</summary>
    public static void Store<T>(ArrayView<T> view, long place, T[] values, int at)
        where T : unmanaged
    {
        if (Interop.SizeOf<T>() == 4)
        {
            view.Cast<Quad<T>>()[place] = new Quad<T>(values[at], values[at + 1], values[at + 2], values[at + 3]);
        }
        else
        {
            view.Cast<Pair<T>>()[place] = new Pair<T>(values[at], values[at + 1]);
        }
    }

    /// <summary>Whether a matrix by rows can be read and written so: all rows start and end at multiples of 16 bytes.</summary>
    public static bool Fits<T>(StridedMatrix<T> matrix)
        where T : unmanaged
        => matrix.ColumnStride == 1 && matrix.Columns % Length<T>() == 0 && matrix.RowStride % Length<T>() == 0 && matrix.Elements.IsAlignedTo(16);
}
