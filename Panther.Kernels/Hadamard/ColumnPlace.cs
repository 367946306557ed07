using Panther.Jit.Dialect;

namespace Panther.Kernels.Hadamard;

/// <summary>As <see cref="BlockPlace"/>, for several columns beside each other in shared memory.</summary>
internal static class ColumnPlace
{
    /// <summary>Reads a thread's elements of its column.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="block">The columns, row by row.</param>
    /// <param name="values">Receives the elements.</param>
    /// <param name="column">The column.</param>
    /// <param name="thread">The thread among those of the column.</param>
    /// <param name="shift">The lowest bit in which the thread's elements differ.</param>
    /// <param name="registerOrder">The bits in which they differ.</param>
    /// <param name="width">The columns.</param>
    public static void Load<T>(ArrayView<T> block, T[] values, int column, int thread, int shift, int registerOrder, int width)
        where T : unmanaged
    {
        int own = (BlockPlace.Padded(BlockPlace.Of(thread, 0, shift, registerOrder)) * width) + column;
        for (int i = 0; i < values.Length; i++)
        {
            Unroll.Full();
            values[i] = block[own + (BlockPlace.Padded(i << shift) * width)];
        }
    }

    /// <summary>Writes a thread's elements of its column.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="block">The columns, row by row.</param>
    /// <param name="values">The elements.</param>
    /// <param name="column">The column.</param>
    /// <param name="thread">The thread among those of the column.</param>
    /// <param name="shift">The lowest bit in which the thread's elements differ.</param>
    /// <param name="registerOrder">The bits in which they differ.</param>
    /// <param name="width">The columns.</param>
    public static void Store<T>(ArrayView<T> block, T[] values, int column, int thread, int shift, int registerOrder, int width)
        where T : unmanaged
    {
        int own = (BlockPlace.Padded(BlockPlace.Of(thread, 0, shift, registerOrder)) * width) + column;
        for (int i = 0; i < values.Length; i++)
        {
            Unroll.Full();
            block[own + (BlockPlace.Padded(i << shift) * width)] = values[i];
        }
    }
}
