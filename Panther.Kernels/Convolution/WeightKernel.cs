using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Kernels.Gemm;

namespace Panther.Kernels.Convolution;

/// <summary>
/// Gradients by weights as products of the images of the output with the gathered ones of the input, as in <see cref="PixelKernel"/>. A thread reads one pixel of several lines, so the
/// pixel's place is worked out once a panel; the places of weights are in shared memory.
/// </summary>
internal static class WeightKernel
{
    /// <summary>
    /// Writes the sums over the pixels of a split. Launched with one group a tile in X, one a split of the depth in Y, one a group of channels in Z; sums run over the depth in rising order,
    /// each step one fused multiply-add in <typeparamref name="T"/>.
    /// </summary>
    /// <typeparam name="T">The element type, in which everything is accumulated.</typeparam>
    /// <typeparam name="TTile">The tile's shape, with at least as many threads as the panels are deep.</typeparam>
    /// <typeparam name="TForm">What is known of the convolution.</typeparam>
    /// <param name="g">The operands.</param>
    public static void Multiply<T, TTile, TForm>(WeightArguments<T> g)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IGemmTile
        where TForm : struct, IConvolutionForm
    {
        const int Halves = 2;
        ArrayView<T> left = SharedMemory.Allocate<T>((TTile.ReadsAhead ? Halves : 1) * TTile.Depth * (TTile.Rows + GemmKernel.Padding));
        ArrayView<T> right = SharedMemory.Allocate<T>((TTile.ReadsAhead ? Halves : 1) * TTile.Depth * (TTile.Columns + GemmKernel.Padding));
        ArrayView<TapPlace> taps = SharedMemory.Allocate<TapPlace>(TTile.Columns);
        var sums = new T[TTile.ThreadRows * TTile.ThreadColumns];

        int tileColumns = (g.Output.ColumnCount + TTile.Columns - 1) / TTile.Columns;
        int tileRow = Grid.IdxX / tileColumns;
        int firstRow = tileRow * TTile.Rows;
        int firstColumn = (Grid.IdxX - (tileRow * tileColumns)) * TTile.Columns;
        int depth = Grid.IdxY * g.SplitDepth;
        int end = depth + Math.Min(g.SplitDepth, g.Depth - depth);
        g.Rows = g.Rows.SubView(Grid.IdxZ * g.RowGroupStride);
        g.Images = g.Images.SubView(Grid.IdxZ * g.GroupStride);
        for (int i = Group.LinearIndex; i < TTile.Columns; i += GemmKernel.Threads<TTile>())
        {
            taps[i] = g.Taps.At(0, Math.Min(firstColumn + i, g.Output.ColumnCount - 1));
        }

        Group.Barrier();
        if (TTile.ReadsAhead)
        {
            AddPanelsReadAhead<T, TTile, TForm>(g, left, right, taps, firstRow, depth, end, sums);
        }
        else
        {
            for (; depth < end; depth += TTile.Depth)
            {
                PixelPlace pixel = Pixel<T, TTile>(g, depth, end, out long row, out bool isThere);
                for (int i = 0; i < TTile.Depth * TTile.Rows / GemmKernel.Threads<TTile>(); i++)
                {
                    Unroll.None();
                    left[Stored<TTile>(TTile.Rows, 0, i)] = ReadRow<T, TTile>(g, row, firstRow, i, isThere);
                }

                for (int i = 0; i < TTile.Depth * TTile.Columns / GemmKernel.Threads<TTile>(); i++)
                {
                    Unroll.None();
                    right[Stored<TTile>(TTile.Columns, 0, i)] = Gather<T, TTile, TForm>(g, pixel, taps, i, isThere);
                }

                Group.Barrier();
                GemmKernel.AddProducts<T, TTile>(left, right, 0, sums);
                Group.Barrier();
            }
        }

        g.Output.Write<TTile, TForm>(firstRow, firstColumn, 0, sums);
    }

    private static void AddPanelsReadAhead<T, TTile, TForm>(
        WeightArguments<T> g, ArrayView<T> left, ArrayView<T> right, ArrayView<TapPlace> taps, int firstRow, int depth, int end, T[] sums)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IGemmTile
        where TForm : struct, IConvolutionForm
    {
        var leftStaged = new T[TTile.Depth * TTile.Rows / GemmKernel.Threads<TTile>()];
        var rightStaged = new T[TTile.Depth * TTile.Columns / GemmKernel.Threads<TTile>()];
        Fetch<T, TTile, TForm>(g, taps, firstRow, depth, end, leftStaged, rightStaged);
        for (int half = 0; depth < end; half ^= 1)
        {
            for (int i = 0; i < leftStaged.Length; i++)
            {
                Unroll.Full();
                left[Stored<TTile>(TTile.Rows, half, i)] = leftStaged[i];
            }

            for (int i = 0; i < rightStaged.Length; i++)
            {
                Unroll.Full();
                right[Stored<TTile>(TTile.Columns, half, i)] = rightStaged[i];
            }

            depth += TTile.Depth;
            if (depth < end)
            {
                Fetch<T, TTile, TForm>(g, taps, firstRow, depth, end, leftStaged, rightStaged);
            }

            Group.Barrier();
            GemmKernel.AddProducts<T, TTile>(left, right, half, sums);
        }
    }

    /// <summary>Reads the calling thread's part of both panels; zeros stand beyond the depth's end, the last line's elements beyond the last line.</summary>
    private static void Fetch<T, TTile, TForm>(
        WeightArguments<T> g, ArrayView<TapPlace> taps, int firstRow, int depth, int end, T[] leftStaged, T[] rightStaged)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IGemmTile
        where TForm : struct, IConvolutionForm
    {
        PixelPlace pixel = Pixel<T, TTile>(g, depth, end, out long row, out bool isThere);
        for (int i = 0; i < leftStaged.Length; i++)
        {
            Unroll.Full();
            leftStaged[i] = ReadRow<T, TTile>(g, row, firstRow, i, isThere);
        }

        for (int i = 0; i < rightStaged.Length; i++)
        {
            Unroll.Full();
            rightStaged[i] = Gather<T, TTile, TForm>(g, pixel, taps, i, isThere);
        }
    }

    /// <summary>The pixel of the panel that the calling thread reads: its place in the input, and in the first channel of the output.</summary>
    private static PixelPlace Pixel<T, TTile>(WeightArguments<T> g, int depth, int end, out long row, out bool isThere)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IGemmTile
    {
        int level = depth + (Group.LinearIndex % TTile.Depth);
        isThere = level < end;
        level = Math.Min(level, g.Depth - 1);
        int image = g.Levels.Plane.Quotient(level);
        row = (image * g.RowImageStride) + (level - (image * g.Levels.Plane.Value));
        return g.Levels.At(level);
    }

    private static T ReadRow<T, TTile>(WeightArguments<T> g, long row, int firstRow, int pass, bool isThere)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IGemmTile
    {
        int line = Math.Min(firstRow + Line<TTile>(pass), g.Output.RowCount - 1);
        return isThere ? g.Rows[row + (line * g.RowStride)] : T.Zero;
    }

    private static T Gather<T, TTile, TForm>(WeightArguments<T> g, PixelPlace pixel, ArrayView<TapPlace> taps, int pass, bool isThere)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IGemmTile
        where TForm : struct, IConvolutionForm
    {
        TapPlace tap = taps[Line<TTile>(pass)];
        return isThere & (!TForm.HasEdges || g.Levels.IsInside(pixel, tap)) ? g.Images[pixel.Offset + tap.Offset] : T.Zero;
    }

    private static int Stored<TTile>(int extent, int half, int pass)
        where TTile : struct, IGemmTile
        => (((half * TTile.Depth) + (Group.LinearIndex % TTile.Depth)) * (extent + GemmKernel.Padding)) + Line<TTile>(pass);

    /// <summary>The line within the panel of what the calling thread reads in one pass.</summary>
    private static int Line<TTile>(int pass)
        where TTile : struct, IGemmTile
        => (Group.LinearIndex / TTile.Depth) + (pass * (GemmKernel.Threads<TTile>() / TTile.Depth));
}
