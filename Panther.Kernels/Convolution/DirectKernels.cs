using System.Numerics;
using Panther.Jit.Dialect;

namespace Panther.Kernels.Convolution;

/// <summary>Convolutions to so few channels of a group, depthwise ones above all, that tiles would be nearly empty: one thread an element, or one group of threads a weight.</summary>
internal static class DirectKernels
{
    /// <summary>The threads of a group.</summary>
    public const int Threads = 128;

    /// <summary>As <see cref="PixelKernel.Multiply"/>, with the columns of a row of a class over groups in X, and groups of channels in Z.</summary>
    /// <typeparam name="T">The element type, in which everything is accumulated.</typeparam>
    /// <typeparam name="TForm">What is known of the convolution.</typeparam>
    /// <param name="g">The operands.</param>
    public static void Pixels<T, TForm>(PixelArguments<T> g)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TForm : struct, IConvolutionForm
    {
        int stretches = (g.Output.ColumnCount + Threads - 1) / Threads;
        int line = Grid.IdxX / stretches;
        int residue = line / g.PackedRows;
        int row = line - (residue * g.PackedRows);
        int column = ((Grid.IdxX - (line * stretches)) * Threads) + Group.IdxX;
        if (column >= g.Output.ColumnCount)
        {
            return;
        }

        int end = g.Levels.Channels * g.Levels.Area(residue);
        long weights = (((Grid.IdxZ * (long)g.Levels.Classes) + residue) * g.Slot * g.PackedRows) + row;
        long taps = (long)residue * g.Slot;
        PixelPlace pixel = g.Columns.At(column);
        pixel.Offset += Grid.IdxZ * g.GroupStride;
        T sum = T.Zero;
        for (int level = 0; level < end; level++)
        {
            TapPlace tap = g.Taps[taps + level];
            bool isThere = !TForm.HasEdges || g.Columns.IsInside(pixel, tap);
            sum = T.FusedMultiplyAdd(g.Weights[weights + ((long)level * g.PackedRows)], isThere ? g.Images[pixel.Offset + tap.Offset] : T.Zero, sum);
        }

        if (g.Output.Bias.Length > 0)
        {
            sum += g.Output.Bias[(Grid.IdxZ * g.PackedRows) + row];
        }

        long place = g.Output.Place<TForm>(column, residue, out bool isOutput);
        if (isOutput)
        {
            g.Output.Elements[(Grid.IdxZ * g.Output.GroupStride) + (row * g.Output.RowStride) + place] = sum;
        }
    }

    /// <summary>As <see cref="WeightKernel.Multiply"/>, with one group for each weight in X. Each thread adds up every <see cref="Threads"/>-th pixel; their sums are added as a tree.</summary>
    /// <typeparam name="T">The element type, in which everything is accumulated.</typeparam>
    /// <typeparam name="TForm">What is known of the convolution.</typeparam>
    /// <param name="g">The operands.</param>
    public static void Weights<T, TForm>(WeightArguments<T> g)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TForm : struct, IConvolutionForm
    {
        ArrayView<T> sums = SharedMemory.Allocate<T>(Threads);
        int row = Grid.IdxX / g.Output.ColumnCount;
        int column = Grid.IdxX - (row * g.Output.ColumnCount);
        TapPlace tap = g.Taps.At(0, column);
        long rows = (Grid.IdxZ * g.RowGroupStride) + (row * g.RowStride);
        long images = (Grid.IdxZ * g.GroupStride) + tap.Offset;
        int first = Grid.IdxY * g.SplitDepth;
        int end = first + Math.Min(g.SplitDepth, g.Depth - first);
        T sum = T.Zero;
        for (int level = first + Group.IdxX; level < end; level += Threads)
        {
            int image = g.Levels.Plane.Quotient(level);
            PixelPlace pixel = g.Levels.At(level);
            bool isThere = !TForm.HasEdges || g.Levels.IsInside(pixel, tap);
            T value = g.Rows[rows + (image * g.RowImageStride) + (level - (image * g.Levels.Plane.Value))];
            sum = T.FusedMultiplyAdd(value, isThere ? g.Images[pixel.Offset + images] : T.Zero, sum);
        }

        sums[Group.IdxX] = sum;
        Group.Barrier();
        for (int half = Threads / 2; half > 0; half /= 2)
        {
            if (Group.IdxX < half)
            {
                sums[Group.IdxX] += sums[Group.IdxX + half];
            }

            Group.Barrier();
        }

        if (Group.IdxX == 0)
        {
            g.Output.Elements[(Grid.IdxY * g.Output.SplitStride) + (Grid.IdxZ * g.Output.GroupStride) + (row * g.Output.RowStride) + column] = sums[0];
        }
    }
}
