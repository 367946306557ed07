using System.Numerics;
using Panther.Jit.Dialect;

namespace Panther.Kernels.Sketch.Hadamard;

/// <content>The transform of the rows that a group holds.</content>
internal static partial class BlockSketchKernel
{
    /// <summary>Transforms the rows of the group, which come with the highest bits of their numbers in the array and leave with the lowest.</summary>
    /// <remarks>
    /// Rows change threads half at a time: first those for which the highest bit that leaves the array equals the highest that comes into it, so that a thread always gets as many as
    /// it gives. With <c>sign</c> these rows are the lower half of the array of all threads. The upper half leaves with its sign reversed in those threads for which it is negative.
    /// While one half moves, the other is transformed.
    /// </remarks>
    private static void Transform<T>(ArrayView<T> exchange, int high, int columns, T[] values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int thread = Group.IdxX / columns;
        int column = Group.IdxX % columns;
        int top = thread >> (high - 1);
        T sign = top != 0 ? -T.One : T.One;
        for (int i = 0; i < HalfHeld; i++)
        {
            Unroll.Full();
            T other = values[i + HalfHeld];
            values[i + HalfHeld] = T.FusedMultiplyAdd(-sign, other, values[i]);
            values[i] = T.FusedMultiplyAdd(sign, other, values[i]);
        }

        Butterflies(values, 0, HeldOrder - 1);
        Put(exchange, columns, 0, values);
        Butterflies(values, HalfHeld, HeldOrder - 1);
        Group.Barrier();
        Take(exchange, high, columns, top, 0, values);
        Butterflies(values, 0, high - 1);
        Group.Barrier();
        Put(exchange, columns, HalfHeld, values);
        Group.Barrier();
        Take(exchange, high, columns, top ^ 1, HalfHeld, values);
        Butterflies(values, HalfHeld, high - 1);
        for (int i = 0; i < HalfHeld; i++)
        {
            Unroll.Full();
            T other = values[i + HalfHeld];
            values[i + HalfHeld] = values[i] - other;
            values[i] += other;
        }
    }

    /// <summary>Where the thread's own part of the shared memory for exchanges begins; its rows follow at a distance of the columns.</summary>
    private static int Own(int columns) => (Group.IdxX / columns * Pitch * columns) + (Group.IdxX % columns);

    /// <summary>Writes half of the thread's rows to its own part of the shared memory.</summary>
    private static void Put<T>(ArrayView<T> exchange, int columns, int first, T[] values)
        where T : unmanaged
    {
        int own = Own(columns);
        for (int i = 0; i < HalfHeld; i++)
        {
            Unroll.Full();
            exchange[own + (i * columns)] = values[first + i];
        }
    }

    /// <summary>Reads half of the rows that a thread gets, out of the parts of those threads whose highest bit is given.</summary>
    private static void Take<T>(ArrayView<T> exchange, int high, int columns, int top, int first, T[] values)
        where T : unmanaged
    {
        int low = (1 << (high - 1)) - 1;
        int from = ((((top << (high - 1)) * Pitch) + (Group.IdxX / columns & low)) * columns) + (Group.IdxX % columns);
        for (int i = 0; i < HalfHeld; i++)
        {
            Unroll.Full();
            values[first + i] = exchange[from + ((((i & low) * Pitch) + (i & ~low)) * columns)];
        }
    }

    /// <summary>Applies H₂ along the lowest bits of the places in half of the array.</summary>
    private static void Butterflies<T>(T[] values, int start, int bits)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int bit = 0; bit < bits; bit++)
        {
            Unroll.Full();
            int half = 1 << bit;
            for (int pair = 0; pair < HalfHeld / 2; pair++)
            {
                Unroll.Full();
                int first = start + (pair / half * 2 * half) + (pair % half);
                T other = values[first + half];
                values[first + half] = values[first] - other;
                values[first] += other;
            }
        }
    }
}
