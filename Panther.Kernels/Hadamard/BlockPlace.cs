using Panther.Jit.Dialect;

namespace Panther.Kernels.Hadamard;

/// <summary>
/// The elements of a block in shared memory that a thread holds in registers: those whose numbers differ only in some neighbouring bits. One element
/// is left free behind every 2^PadOrder, so that threads at distances of powers of two touch different banks.
/// </summary>
internal static class BlockPlace
{
    /// <summary>The logarithm of the elements between gaps.</summary>
    private const int PadOrder = 5;

    /// <summary>The number in the block of a thread's element.</summary>
    /// <param name="thread">The thread.</param>
    /// <param name="element">The element in its registers.</param>
    /// <param name="shift">The lowest bit in which the thread's elements differ.</param>
    /// <param name="registerOrder">The bits in which they differ.</param>
    public static int Of(int thread, int element, int shift, int registerOrder) =>
        ((thread >> shift) << (shift + registerOrder)) | (element << shift) | (thread & ((1 << shift) - 1));

    /// <summary>Reads a thread's elements.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="block">The block.</param>
    /// <param name="values">Receives the elements.</param>
    /// <param name="thread">The thread.</param>
    /// <param name="shift">The lowest bit in which the thread's elements differ.</param>
    /// <param name="registerOrder">The bits in which they differ.</param>
    public static void Load<T>(ArrayView<T> block, T[] values, int thread, int shift, int registerOrder)
        where T : unmanaged
    {
        int own = Padded(Of(thread, 0, shift, registerOrder));
        for (int i = 0; i < values.Length; i++)
        {
            Unroll.Full();
            values[i] = block[own + Padded(i << shift)];
        }
    }

    /// <summary>Writes a thread's elements.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="block">The block.</param>
    /// <param name="values">The elements.</param>
    /// <param name="thread">The thread.</param>
    /// <param name="shift">The lowest bit in which the thread's elements differ.</param>
    /// <param name="registerOrder">The bits in which they differ.</param>
    public static void Store<T>(ArrayView<T> block, T[] values, int thread, int shift, int registerOrder)
        where T : unmanaged
    {
        int own = Padded(Of(thread, 0, shift, registerOrder));
        for (int i = 0; i < values.Length; i++)
        {
            Unroll.Full();
            block[own + Padded(i << shift)] = values[i];
        }
    }

    /// <summary>The elements of shared memory that a block takes.</summary>
    /// <param name="order">The logarithm of its elements.</param>
    public static int Length(int order) => (1 << order) + (1 << Math.Max(0, order - PadOrder));

    /// <summary>Where an element is kept; additive for numbers that share no bit.</summary>
    /// <param name="place">The element's number.</param>
    public static int Padded(int place) => place + (place >> PadOrder);
}
