using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Kernels.Gemm;
using Panther.Kernels.Launch;

namespace Panther.Kernels.Convolution;

/// <summary>Where the tiles of a convolution's product go.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal struct ConvolutionOutput<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The destination: element (row, column) is at row·<see cref="RowStride"/> + (column / plane)·<see cref="PlaneStride"/> + column mod plane.</summary>
    public ArrayView<T> Elements;

    /// <summary>The elements from one row to the next.</summary>
    public long RowStride;

    /// <summary>How many neighbouring columns are neighbours in memory, where there is one class of pixels.</summary>
    public FastDivisor Plane;

    /// <summary>The elements from one such run to the next.</summary>
    public long PlaneStride;

    /// <summary>The elements from one group's destination to the next.</summary>
    public long GroupStride;

    /// <summary>The elements from one split's destination to the next.</summary>
    public long SplitStride;

    /// <summary>A term for each row of each group; empty for none.</summary>
    public ArrayView<T> Bias;

    /// <summary>The rows.</summary>
    public int RowCount;

    /// <summary>The columns.</summary>
    public int ColumnCount;

    /// <summary>Whether runs of four columns, from multiples of four on, are aligned and may be written at once.</summary>
    public bool IsWide;

    /// <summary>The pixels of a row of a class, where there are several classes.</summary>
    public FastDivisor ClassRow;

    /// <summary>The height of the images of the destination, into which the pixels of classes are strewn.</summary>
    public int Height;

    /// <summary>The width of them.</summary>
    public int Width;

    /// <summary>The classes along the height: the distance of their pixels.</summary>
    public int ClassesY;

    /// <summary>The classes along the width.</summary>
    public int ClassesX;

    /// <summary>The same without the first groups.</summary>
    /// <param name="group">The first group.</param>
    public readonly ConvolutionOutput<T> From(int group) => this with
    {
        Elements = Elements.SubView(group * GroupStride),
        Bias = Bias.Length > 0 ? Bias.SubView((long)group * RowCount) : Bias,
    };

    /// <summary>Writes a thread's sums.</summary>
    /// <typeparam name="TTile">The tile's shape.</typeparam>
    /// <typeparam name="TForm">Whether there are several classes.</typeparam>
    /// <param name="firstRow">The tile's first row.</param>
    /// <param name="firstColumn">The tile's first column.</param>
    /// <param name="residue">The class of pixels.</param>
    /// <param name="sums">The sums, row by row.</param>
    public readonly void Write<TTile, TForm>(int firstRow, int firstColumn, int residue, T[] sums)
        where TTile : struct, IGemmTile
        where TForm : struct, IConvolutionForm
    {
        int rowStep = TTile.RowRun * (TTile.Rows / TTile.ThreadRows);
        int columnStep = TTile.ColumnRun * (TTile.Columns / TTile.ThreadColumns);
        int rowStart = firstRow + (TTile.ThreadRow * TTile.RowRun);
        int columnStart = firstColumn + (TTile.ThreadColumn * TTile.ColumnRun);
        long origin = (Grid.IdxY * SplitStride) + (Grid.IdxZ * GroupStride);
        if (Bias.Length > 0)
        {
            for (int i = 0; i < TTile.ThreadRows; i++)
            {
                Unroll.Full();
                int row = Math.Min(rowStart + (i / TTile.RowRun * rowStep) + (i % TTile.RowRun), RowCount - 1);
                T term = Bias[(Grid.IdxZ * RowCount) + row];
                for (int j = 0; j < TTile.ThreadColumns; j++)
                {
                    Unroll.Full();
                    sums[(i * TTile.ThreadColumns) + j] += term;
                }
            }
        }

        if (TTile.ColumnRun == 4 && !TForm.HasClasses && IsWide)
        {
            WriteRuns<TTile, TForm>(origin, rowStart, rowStep, columnStart, columnStep, sums);
            return;
        }

        for (int j = 0; j < TTile.ThreadColumns; j++)
        {
            Unroll.Full();
            int column = columnStart + (j / TTile.ColumnRun * columnStep) + (j % TTile.ColumnRun);
            long place = origin + Place<TForm>(column, residue, out bool isThere);
            for (int i = 0; i < TTile.ThreadRows; i++)
            {
                Unroll.Full();
                int row = rowStart + (i / TTile.RowRun * rowStep) + (i % TTile.RowRun);
                if (isThere & (row < RowCount))
                {
                    Elements[place + (row * RowStride)] = sums[(i * TTile.ThreadColumns) + j];
                }
            }
        }
    }

    private readonly void WriteRuns<TTile, TForm>(long origin, int rowStart, int rowStep, int columnStart, int columnStep, T[] sums)
        where TTile : struct, IGemmTile
        where TForm : struct, IConvolutionForm
    {
        for (int j = 0; j < TTile.ThreadColumns; j += 4)
        {
            Unroll.Full();
            long place = origin + Place<TForm>(columnStart + (j / 4 * columnStep), 0, out bool isThere);
            for (int i = 0; i < TTile.ThreadRows; i++)
            {
                Unroll.Full();
                int row = rowStart + (i / TTile.RowRun * rowStep) + (i % TTile.RowRun);
                if (isThere & (row < RowCount))
                {
                    int sum = (i * TTile.ThreadColumns) + j;
                    Elements.Cast<Quad<T>>()[(place + (row * RowStride)) >> 2] = new Quad<T>(sums[sum], sums[sum + 1], sums[sum + 2], sums[sum + 3]);
                }
            }
        }
    }

    /// <summary>Where a column is in the first row.</summary>
    public readonly long Place<TForm>(int column, int residue, out bool isThere)
        where TForm : struct, IConvolutionForm
    {
        int image = Plane.Quotient(Math.Min(column, ColumnCount - 1));
        int inPlane = column - (image * Plane.Value);
        isThere = column < ColumnCount;
        if (!TForm.HasClasses)
        {
            return (image * PlaneStride) + inPlane;
        }

        int row = ClassRow.Quotient(inPlane);
        int residueY = residue / ClassesX;
        int y = (row * ClassesY) + residueY;
        int x = ((inPlane - (row * ClassRow.Value)) * ClassesX) + (residue - (residueY * ClassesX));
        isThere = isThere & (y < Height) & (x < Width);
        return (image * PlaneStride) + ((long)y * Width) + x;
    }
}
