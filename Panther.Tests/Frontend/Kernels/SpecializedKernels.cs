using Panther.Jit.Dialect;

namespace Panther.Tests.Frontend.Kernels;

/// <summary>Specialised values, enums and structs as arguments, and grouped kernels.</summary>
internal static class SpecializedKernels
{
    internal enum Mode : short
    {
        Plain = -3,
        Doubled = 7,
    }

    internal readonly record struct Options(int Offset, double Scale, Mode Mode, bool Negate);

    public static void Specialized(ArrayView<int> y, SpecializedValue<int> count, int factor)
    {
        int[] values = new int[count.Value];
        for (int k = 0; k < count; k++)
        {
            values[k] = k * factor;
        }

        for (int k = 0; k < values.Length; k++)
        {
            Store(y, values, k, count);
        }
    }

    private static void Store(ArrayView<int> y, int[] values, int k, SpecializedValue<int> count)
    {
        int[] copy = new int[count + 1];
        copy[k] = values[k];
        y[k] = copy[k] + count.Value;
    }

    public static void StructArguments(ArrayView<double> y, Options options, Mode mode, byte small, bool flag)
    {
        double value = options.Offset * options.Scale;
        y[0] = options.Negate ? -value : value;
        y[1] = options.Mode == Mode.Doubled ? 2 : (int)mode;
        y[2] = flag ? small : -small;
    }

    public static void Indices(Index2D i, ArrayView<int> y, int width) => y[i.X + (i.Y * width)] = (i.X * 10) + i.Y;

    public static void LongIndices(LongIndex3D i, ArrayView<long> y) => y[i.X + (2 * (i.Y + (2 * i.Z)))] = i.X + (10 * i.Y) + (100 * i.Z);

    public static void Places(ArrayView<int> y)
    {
        int index = Grid.GlobalIndex.X;
        y[index] = Grid.IdxX + (10 * Group.IdxX) + (100 * Group.DimX) + (1000 * Grid.DimX) + Group.LinearIndex + Grid.Dim.X;
    }

    public static void SharedPerThread(ArrayView<int> y)
    {
        ArrayView<int> shared = SharedMemory.Allocate<int>(8);
        ArrayView<long> dynamic = SharedMemory.GetDynamic<long>();
        shared[Group.IdxX] = Group.IdxX + 5;
        dynamic[Group.IdxX] = Grid.IdxX;
        y[Grid.GlobalIndex.X] = shared[Group.IdxX] + (int)dynamic[Group.IdxX] + (int)dynamic.Length + shared.IntLength;
    }

    public static void Atomics(ArrayView<int> y, ArrayView<float> z, ArrayView<ulong> u)
    {
        int old = Atomic.Add(ref y[0], 3);
        Atomic.Max(ref y[1], old);
        Atomic.Min(ref y[2], -old);
        Atomic.Xor(ref y[3], 1 << old);
        Atomic.Or(ref u[0], 1UL << old);
        Atomic.And(ref u[1], ~(1UL << old));
        Atomic.Max(ref u[2], ulong.MaxValue - (ulong)old);
        Atomic.Add(ref z[0], 0.5f);
        Atomic.Max(ref z[1], old);
        z[2] += Atomic.Exchange(ref z[3], old);
        Atomic.CompareExchange(ref z[4], 0, old);
        Atomic.CompareExchange(ref y[4], 0, old + 1);
    }
}
