using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Kernels.Gemm;

namespace Panther.Kernels.Sketch.Hadamard;

/// <content>How the rows of the next block come, and get their signs.</content>
internal static partial class BlockSketchKernel
{
    /// <summary>Starts to copy the first rows of a block, as many as a group holds.</summary>
    private static void StartFirstHalf<T, TCopy>(BlockSketchArguments<T> a, int unit, int block, int order, int high, int columns, ArrayView<T> landing)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TCopy : struct, IStagedCopy
        => Start<T, TCopy>(a, unit, (long)block << order, Held, high, columns, columns << high, columns, landing);

    /// <summary>Starts to copy rows of the second half of a long block, half of them, to where they change threads.</summary>
    private static void StartSecondHalf<T, TCopy>(BlockSketchArguments<T> a, int unit, int block, int high, int columns, ArrayView<T> exchange)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TCopy : struct, IStagedCopy
        => Start<T, TCopy>(a, unit, SecondHalf(block), HalfHeld, high, columns, columns, Pitch * columns, exchange);

    /// <summary>Starts to copy those rows of the second half of a long block that follow.</summary>
    private static void StartAhead<T, TCopy>(BlockSketchArguments<T> a, int unit, int block, int high, int columns, ArrayView<T> ahead)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TCopy : struct, IStagedCopy
        => Start<T, TCopy>(a, unit, SecondHalf(block) + (HalfHeld << high), Ahead, high, columns, columns << high, columns, ahead);

    /// <summary>The first row of the second half of a long block.</summary>
    private static long SecondHalf(int block) => (long)((block << 1) + 1) << MaxPartOrder;

    /// <summary>Starts to copy rows to shared memory; threads copy for those of their own 32.</summary>
    private static void Start<T, TCopy>(
        BlockSketchArguments<T> a, int unit, long firstRow, int count, int high, int columns, int rowPitch, int threadPitch, ArrayView<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TCopy : struct, IStagedCopy
    {
        int width = SixteenBytes.Length<T>();
        int lane = Group.IdxX % Lanes;
        int runs = Lanes / width;
        int first = Group.IdxX - lane + (lane % runs * width);
        int held = lane / runs;
        long column = ((long)(unit % a.Tiles) * columns) + (first % columns);

        // Threads beside the last column read the first, and write nothing.
        column = column < a.Source.Columns ? column : 0;
        long place = ((firstRow + (held << high) + (first / columns)) * (a.Source.RowStride / width)) + (column / width);
        long step = (a.Source.RowStride / width) * (width << high);
        int to = ((held * rowPitch) + (first / columns * threadPitch) + (first % columns)) / width;
        for (int i = 0; i < count / width; i++)
        {
            Unroll.None();
            if (width == 4)
            {
                TCopy.Copy(ref destination.Cast<Quad<T>>()[to], ref a.Source.Elements.Cast<Quad<T>>()[place]);
            }
            else
            {
                TCopy.Copy(ref destination.Cast<Pair<T>>()[to], ref a.Source.Elements.Cast<Pair<T>>()[place]);
            }

            place += step;
            to += rowPitch;
        }

        TCopy.Commit();
    }

    /// <summary>Reads the last of the thread's rows of the second half of a long block into their places in the array.</summary>
    private static void Read<T>(BlockSketchArguments<T> a, int unit, int block, int columns, long step, T[] values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long row = SecondHalf(block) + (Group.IdxX / columns);
        long column = ((long)(unit % a.Tiles) * columns) + (Group.IdxX % columns);
        long place = (row * a.Source.RowStride) + (column < a.Source.Columns ? column : 0) + ((HalfHeld + Ahead) * step);
        for (int i = HalfHeld + Ahead; i < Held; i++)
        {
            Unroll.Full();
            values[i] = a.Source.Elements[place];
            place += step;
        }
    }

    /// <summary>Reads the signs of the thread's rows.</summary>
    private static void ReadSigns<T>(BlockSketchArguments<T> a, int block, int high, int columns, bool isLong, uint[] bits)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int words = (isLong ? 2 : 1) * Held / BlockSketchTables.Bits;
        long own = (((long)block << high) + (Group.IdxX / columns)) * words;
        for (int word = 0; word < words; word++)
        {
            Unroll.Full();
            bits[word] = a.Signs[own + word];
        }
    }

    /// <summary>Gives the thread's rows their signs: out of shared memory, or of a long block the sums of those there and those in the array, leaving the differences there.</summary>
    private static void Sign<T>(uint[] bits, int high, int columns, bool isLong, ArrayView<T> landing, ArrayView<T> exchange, ArrayView<T> ahead, T[] values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int words = Held / BlockSketchTables.Bits;
        int own = Own(columns);
        for (int word = 0; word < words; word++)
        {
            Unroll.Full();
            for (int bit = 0; bit < BlockSketchTables.Bits; bit++)
            {
                Unroll.Full();
                int i = (word * BlockSketchTables.Bits) + bit;
                int place = (i * (columns << high)) + Group.IdxX;
                T value = landing[place];
                value = ((bits[word] >> bit) & 1) != 0 ? -value : value;
                if (isLong)
                {
                    T other = i < HalfHeld ? exchange[own + (i * columns)] : i < HalfHeld + Ahead ? ahead[place - (HalfHeld * (columns << high))] : values[i];
                    other = ((bits[words + word] >> bit) & 1) != 0 ? -other : other;
                    landing[place] = value - other;
                    value += other;
                }

                values[i] = value;
            }
        }
    }
}
