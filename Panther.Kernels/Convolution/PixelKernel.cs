using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Kernels.Gemm;

namespace Panther.Kernels.Convolution;

/// <summary>
/// Convolutions and their transposes as products of packed weights with a matrix that is gathered from the images while its panels go to shared memory, and never stored as a whole (implicit
/// GEMM: Chetlur et al., "cuDNN: efficient primitives for deep learning", 2014, section 3.1). The products within panels are those of <see cref="GemmKernel"/>. A thread gathers
/// one pixel's elements, so its place is worked out once, and what is met there comes out of a table.
/// </summary>
internal static class PixelKernel
{
    /// <summary>
    /// Writes weights·images + bias. Launched with one group a tile of a class of pixels in X, and one a group of channels in Z; sums run over the depth in rising order, each step
    /// one fused multiply-add in <typeparamref name="T"/>.
    /// </summary>
    /// <typeparam name="T">The element type, in which everything is accumulated.</typeparam>
    /// <typeparam name="TTile">The tile's shape, with at least as many threads as columns.</typeparam>
    /// <typeparam name="TForm">What is known of the convolution.</typeparam>
    /// <param name="g">The operands.</param>
    public static void Multiply<T, TTile, TForm>(PixelArguments<T> g)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IGemmTile
        where TForm : struct, IConvolutionForm
    {
        const int Halves = 2;
        ArrayView<T> left = SharedMemory.Allocate<T>((TTile.ReadsAhead ? Halves : 1) * TTile.Depth * (TTile.Rows + GemmKernel.Padding));
        ArrayView<T> right = SharedMemory.Allocate<T>((TTile.ReadsAhead ? Halves : 1) * TTile.Depth * (TTile.Columns + GemmKernel.Padding));
        var sums = new T[TTile.ThreadRows * TTile.ThreadColumns];

        // Tiles of the same pixels are neighbours, so that they find them in the cache.
        int tileRows = g.PackedRows / TTile.Rows;
        int tileColumns = (g.Output.ColumnCount + TTile.Columns - 1) / TTile.Columns;
        int residue = TForm.HasClasses ? Grid.IdxX / (tileRows * tileColumns) : 0;
        int tile = Grid.IdxX - (residue * tileRows * tileColumns);
        int tileColumn = tile / tileRows;
        int firstRow = (tile - (tileColumn * tileRows)) * TTile.Rows;
        int firstColumn = tileColumn * TTile.Columns;

        int end = g.Levels.Channels * g.Levels.Area(residue);
        g.Weights = g.Weights.SubView((((Grid.IdxZ * (long)g.Levels.Classes) + residue) * g.Slot * g.PackedRows) + firstRow);
        g.Taps = g.Taps.SubView((long)residue * g.Slot);
        PixelPlace pixel = g.Columns.At(Math.Min(firstColumn + (Group.LinearIndex % TTile.Columns), g.Output.ColumnCount - 1));
        pixel.Offset += Grid.IdxZ * g.GroupStride;
        if (TTile.ReadsAhead)
        {
            AddPanelsReadAhead<T, TTile, TForm>(g, pixel, left, right, end, sums);
        }
        else
        {
            for (int depth = 0; depth < end; depth += TTile.Depth)
            {
                GemmKernel.Copy<T, TTile, AcrossDepth1>(g.Weights, g.PackedRows, 0, TTile.Rows, TTile.Rows, depth, g.Slot, left);
                for (int i = 0; i < TTile.Depth * TTile.Columns / GemmKernel.Threads<TTile>(); i++)
                {
                    Unroll.None();
                    right[(Level<TTile>(i) * (TTile.Columns + GemmKernel.Padding)) + (Group.LinearIndex % TTile.Columns)] =
                        Gather<T, TForm>(g, pixel, depth + Level<TTile>(i), end);
                }

                Group.Barrier();
                GemmKernel.AddProducts<T, TTile>(left, right, 0, sums);
                Group.Barrier();
            }
        }

        g.Output.Write<TTile, TForm>(firstRow, firstColumn, residue, sums);
    }

    private static void AddPanelsReadAhead<T, TTile, TForm>(PixelArguments<T> g, PixelPlace pixel, ArrayView<T> left, ArrayView<T> right, int end, T[] sums)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IGemmTile
        where TForm : struct, IConvolutionForm
    {
        var leftStaged = new T[TTile.Depth * TTile.Rows / GemmKernel.Threads<TTile>()];
        var rightStaged = new T[TTile.Depth * TTile.Columns / GemmKernel.Threads<TTile>()];
        if (end > 0)
        {
            Fetch<T, TTile, TForm>(g, pixel, 0, end, leftStaged, rightStaged);
        }

        // Reads are issued in front of a barrier and a whole turn before they are needed: no compiler can move them down to their use.
        int half = 0;
        for (int depth = 0; depth < end;)
        {
            GemmKernel.Stash<T, TTile, AcrossDepth4>(left, TTile.Rows, half, leftStaged);
            for (int i = 0; i < rightStaged.Length; i++)
            {
                Unroll.Full();
                right[(((half * TTile.Depth) + Level<TTile>(i)) * (TTile.Columns + GemmKernel.Padding)) + (Group.LinearIndex % TTile.Columns)] = rightStaged[i];
            }

            depth += TTile.Depth;
            if (depth < end)
            {
                Fetch<T, TTile, TForm>(g, pixel, depth, end, leftStaged, rightStaged);
            }

            Group.Barrier();
            GemmKernel.AddProducts<T, TTile>(left, right, half, sums);
            half ^= 1;
        }
    }

    /// <summary>Reads the calling thread's part of both panels; zeros stand beyond the depth's end.</summary>
    private static void Fetch<T, TTile, TForm>(PixelArguments<T> g, PixelPlace pixel, int depth, int end, T[] leftStaged, T[] rightStaged)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IGemmTile
        where TForm : struct, IConvolutionForm
    {
        GemmKernel.Fetch<T, TTile, AcrossDepth4>(g.Weights, g.PackedRows, 0, TTile.Rows, TTile.Rows, depth, g.Slot, true, leftStaged);
        for (int i = 0; i < rightStaged.Length; i++)
        {
            Unroll.Full();
            rightStaged[i] = Gather<T, TForm>(g, pixel, depth + Level<TTile>(i), end);
        }
    }

    private static T Gather<T, TForm>(PixelArguments<T> g, PixelPlace pixel, int level, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TForm : struct, IConvolutionForm
    {
        TapPlace tap = g.Taps[level];
        bool isThere = TForm.HasEdges ? g.Columns.IsInside(pixel, tap) : level < end;
        return isThere ? g.Images[pixel.Offset + tap.Offset] : T.Zero;
    }

    /// <summary>The depth within the panel of what the calling thread gathers in one pass.</summary>
    private static int Level<TTile>(int pass)
        where TTile : struct, IGemmTile
        => (Group.LinearIndex / TTile.Columns) + (pass * (GemmKernel.Threads<TTile>() / TTile.Columns));
}
