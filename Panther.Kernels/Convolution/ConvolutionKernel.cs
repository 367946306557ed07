using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Kernels.Gemm;

namespace Panther.Kernels.Convolution;

/// <summary>
/// Convolutions as matrix products whose right factor is gathered from the images while its panels go to shared memory, and never stored as a whole (implicit GEMM: Chetlur et al.,
/// "cuDNN: efficient primitives for deep learning", 2014, section 3.1). The products within panels are those of <see cref="GemmKernel"/>.
/// </summary>
internal static class ConvolutionKernel
{
    /// <summary>
    /// Writes left·right + bias. Launched with one group a tile in X, one a split of the depth in Y, one a group of channels in Z; sums run over the depth in rising order, each step
    /// one fused multiply-add in <typeparamref name="T"/>.
    /// </summary>
    /// <typeparam name="T">The element type, in which everything is accumulated.</typeparam>
    /// <typeparam name="TTile">The tile's shape.</typeparam>
    /// <typeparam name="TForm">What columns and depth are.</typeparam>
    /// <param name="g">The operands.</param>
    public static void Multiply<T, TTile, TForm>(ConvolutionArguments<T> g)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IGemmTile
        where TForm : struct, IConvolutionForm
    {
        const int Halves = 2;
        ArrayView<T> left = SharedMemory.Allocate<T>((TTile.ReadsAhead ? Halves : 1) * TTile.Depth * (TTile.Rows + GemmKernel.Padding));
        ArrayView<T> right = SharedMemory.Allocate<T>((TTile.ReadsAhead ? Halves : 1) * TTile.Depth * (TTile.Columns + GemmKernel.Padding));
        var sums = new T[TTile.ThreadRows * TTile.ThreadColumns];
        g.Left = g.Left.SubView(Grid.IdxZ * g.LeftGroupStride);
        g.Right = g.Right.SubView(Grid.IdxZ * g.RightGroupStride);

        int tileColumns = (g.ColumnCount + TTile.Columns - 1) / TTile.Columns;
        int tileRow = Grid.IdxX / tileColumns;
        int firstRow = tileRow * TTile.Rows;
        int firstColumn = (Grid.IdxX - (tileRow * tileColumns)) * TTile.Columns;
        int depth = Grid.IdxY * g.SplitDepth;
        int end = Math.Min(g.Depth, depth + g.SplitDepth);
        if (TTile.ReadsAhead)
        {
            AddPanelsReadAhead<T, TTile, TForm>(g, left, right, firstRow, firstColumn, depth, end, sums);
        }
        else
        {
            for (; depth < end; depth += TTile.Depth)
            {
                Copy<T, TTile, TForm>(g, left, right, firstRow, firstColumn, depth, end);
                Group.Barrier();
                GemmKernel.AddProducts<T, TTile>(left, right, 0, sums);
                Group.Barrier();
            }
        }

        Store<T, TTile>(g, firstRow, firstColumn, sums);
    }

    private static void AddPanelsReadAhead<T, TTile, TForm>(
        ConvolutionArguments<T> g, ArrayView<T> left, ArrayView<T> right, int firstRow, int firstColumn, int depth, int end, T[] sums)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IGemmTile
        where TForm : struct, IConvolutionForm
    {
        var leftStaged = new T[TTile.Depth * TTile.Rows / Threads<TTile>()];
        var rightStaged = new T[TTile.Depth * TTile.Columns / Threads<TTile>()];
        Fetch<T, TTile, TForm>(g, firstRow, firstColumn, depth, end, leftStaged, rightStaged);
        int half = 0;
        while (depth < end)
        {
            Stash<T, TTile>(left, TTile.Rows, true, half, leftStaged);
            Stash<T, TTile>(right, TTile.Columns, TForm.IsAlongDepth, half, rightStaged);
            depth += TTile.Depth;
            if (depth < end)
            {
                Fetch<T, TTile, TForm>(g, firstRow, firstColumn, depth, end, leftStaged, rightStaged);
            }

            Group.Barrier();
            GemmKernel.AddProducts<T, TTile>(left, right, half, sums);
            half ^= 1;
        }
    }

    /// <summary>Reads the calling thread's part of both panels; zeros stand beyond the depth's end, the last line's elements beyond the last line.</summary>
    private static void Fetch<T, TTile, TForm>(
        ConvolutionArguments<T> g, int firstRow, int firstColumn, int depth, int end, T[] leftStaged, T[] rightStaged)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IGemmTile
        where TForm : struct, IConvolutionForm
    {
        for (int i = 0; i < leftStaged.Length; i++)
        {
            Unroll.Full();
            leftStaged[i] = ReadLeft(g, firstRow + Line<TTile>(TTile.Rows, true, i), depth + Level<TTile>(TTile.Rows, true, i), end);
        }

        for (int i = 0; i < rightStaged.Length; i++)
        {
            Unroll.Full();
            rightStaged[i] = ReadRight<T, TForm>(
                g,
                firstColumn + Line<TTile>(TTile.Columns, TForm.IsAlongDepth, i),
                depth + Level<TTile>(TTile.Columns, TForm.IsAlongDepth, i),
                end);
        }
    }

    private static void Stash<T, TTile>(ArrayView<T> panel, int extent, bool isAlongDepth, int half, T[] staged)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IGemmTile
    {
        for (int i = 0; i < staged.Length; i++)
        {
            Unroll.Full();
            int row = (half * TTile.Depth) + Level<TTile>(extent, isAlongDepth, i);
            panel[(row * (extent + GemmKernel.Padding)) + Line<TTile>(extent, isAlongDepth, i)] = staged[i];
        }
    }

    private static void Copy<T, TTile, TForm>(
        ConvolutionArguments<T> g, ArrayView<T> left, ArrayView<T> right, int firstRow, int firstColumn, int depth, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IGemmTile
        where TForm : struct, IConvolutionForm
    {
        for (int i = 0; i < TTile.Depth * TTile.Rows / Threads<TTile>(); i++)
        {
            Unroll.None();
            int line = Line<TTile>(TTile.Rows, true, i);
            int level = Level<TTile>(TTile.Rows, true, i);
            left[(level * (TTile.Rows + GemmKernel.Padding)) + line] = ReadLeft(g, firstRow + line, depth + level, end);
        }

        for (int i = 0; i < TTile.Depth * TTile.Columns / Threads<TTile>(); i++)
        {
            Unroll.None();
            int line = Line<TTile>(TTile.Columns, TForm.IsAlongDepth, i);
            int level = Level<TTile>(TTile.Columns, TForm.IsAlongDepth, i);
            right[(level * (TTile.Columns + GemmKernel.Padding)) + line] = ReadRight<T, TForm>(g, firstColumn + line, depth + level, end);
        }
    }

    private static T ReadLeft<T>(ConvolutionArguments<T> g, int row, int level, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int run = g.LeftInner.Quotient(level);
        long place = (Math.Min(row, g.RowCount - 1) * g.LeftStride) + (run * g.LeftOuterStride) + (level - (run * g.LeftInner.Value));
        return level < end ? g.Left[place] : T.Zero;
    }

    private static T ReadRight<T, TForm>(ConvolutionArguments<T> g, int column, int level, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TForm : struct, IConvolutionForm
    {
        GridPlace line = g.Columns.At(Math.Min(column, g.ColumnCount - 1));
        GridPlace tap = g.Levels.At(level);
        int y = line.Y + tap.Y;
        int x = line.X + tap.X;
        bool isThere = level < end;
        if (TForm.HasDivision)
        {
            // A negative coordinate is a large one without its sign, and stays outside.
            int rowY = g.StrideY.Quotient(Math.Max(y, 0));
            int rowX = g.StrideX.Quotient(Math.Max(x, 0));
            isThere = isThere & (rowY * g.StrideY.Value == y) & (rowX * g.StrideX.Value == x);
            y = rowY;
            x = rowX;
        }

        isThere = isThere & ((uint)y < (uint)g.Height) & ((uint)x < (uint)g.Width);
        return isThere ? g.Right[line.Offset + tap.Offset + (y * g.Width) + x] : T.Zero;
    }

    private static void Store<T, TTile>(ConvolutionArguments<T> g, int firstRow, int firstColumn, T[] sums)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IGemmTile
    {
        int rowStep = TTile.RowRun * (TTile.Rows / TTile.ThreadRows);
        int columnStep = TTile.ColumnRun * (TTile.Columns / TTile.ThreadColumns);
        int rowStart = firstRow + (TTile.ThreadRow * TTile.RowRun);
        int columnStart = firstColumn + (TTile.ThreadColumn * TTile.ColumnRun);
        long origin = (Grid.IdxY * g.OutputPlane) + (Grid.IdxZ * g.OutputGroupStride);
        for (int j = 0; j < TTile.ThreadColumns; j++)
        {
            Unroll.Full();
            int column = columnStart + (j / TTile.ColumnRun * columnStep) + (j % TTile.ColumnRun);
            if (column >= g.ColumnCount)
            {
                continue;
            }

            int run = g.OutputInner.Quotient(column);
            long place = origin + (run * g.OutputOuterStride) + (column - (run * g.OutputInner.Value));
            for (int i = 0; i < TTile.ThreadRows; i++)
            {
                Unroll.Full();
                int row = rowStart + (i / TTile.RowRun * rowStep) + (i % TTile.RowRun);
                if (row < g.RowCount)
                {
                    T sum = sums[(i * TTile.ThreadColumns) + j];
                    g.Output[place + (row * g.OutputStride)] = g.Bias.Length == 0 ? sum : sum + g.Bias[(Grid.IdxZ * g.RowCount) + row];
                }
            }
        }
    }

    /// <summary>
    /// Returns the line within the panel of the calling thread's element number <paramref name="pass"/>: neighbouring threads go along the depth, or across it.
    /// </summary>
    private static int Line<TTile>(int extent, bool isAlongDepth, int pass)
        where TTile : struct, IGemmTile
        => isAlongDepth ? (Group.LinearIndex / TTile.Depth) + (pass * (Threads<TTile>() / TTile.Depth)) : Group.LinearIndex % extent;

    /// <summary>Returns the depth within the panel of an element.</summary>
    private static int Level<TTile>(int extent, bool isAlongDepth, int pass)
        where TTile : struct, IGemmTile
        => isAlongDepth ? Group.LinearIndex % TTile.Depth : (Group.LinearIndex / extent) + (pass * (Threads<TTile>() / extent));

    private static int Threads<TTile>()
        where TTile : struct, IGemmTile
        => TTile.Rows / TTile.ThreadRows * (TTile.Columns / TTile.ThreadColumns);
}
