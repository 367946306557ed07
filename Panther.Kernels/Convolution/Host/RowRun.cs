using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Panther.Kernels.Convolution.Host;

/// <summary>Runs of neighbouring pixels, which are short in small images: too short for calls of general routines.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal static unsafe class RowRun<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Copies elements that are a stride apart to neighbours.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(T* source, int stride, T* destination, int length)
    {
        if (stride != 1 || length < Vector128<T>.Count)
        {
            for (int i = 0; i < length; i++)
            {
                destination[i] = source[(long)i * stride];
            }
        }
        else if (length < Vector256<T>.Count)
        {
            // The second of two overlaps the first.
            Vector128.Load(source).Store(destination);
            Vector128.Load(source + length - Vector128<T>.Count).Store(destination + length - Vector128<T>.Count);
        }
        else
        {
            for (int i = 0; i < length - Vector256<T>.Count; i += Vector256<T>.Count)
            {
                Vector256.Load(source + i).Store(destination + i);
            }

            Vector256.Load(source + length - Vector256<T>.Count).Store(destination + length - Vector256<T>.Count);
        }
    }

    /// <summary>Adds neighbours to elements that are a stride apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(T* source, T* destination, int stride, int length)
    {
        int i = 0;
        if (stride == 1)
        {
            for (; i <= length - Vector<T>.Count; i += Vector<T>.Count)
            {
                (Vector.Load(destination + i) + Vector.Load(source + i)).Store(destination + i);
            }
        }

        for (; i < length; i++)
        {
            destination[(long)i * stride] += source[i];
        }
    }
}
