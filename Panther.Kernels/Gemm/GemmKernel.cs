using System.Numerics;
using System.Runtime.CompilerServices;
using Panther.Jit.Dialect;

namespace Panther.Kernels.Gemm;

/// <summary>
/// The product of two matrices. A group computes one tile of the destination: it walks along the depth with two panels in shared memory, one being
/// read while the next is on its way through registers into the other half of the memory, and every thread adds outer products of a
/// column of the left panel and a row of the right one to sums in registers (Goto and van de Geijn, 2008, with registers in the place of
/// the micro-kernel's tile; Volkov and Demmel, 2008).
/// </summary>
internal static partial class GemmKernel
{
    /// <summary>The groups that walk down the destination together, so that they find their panels in the cache.</summary>
    private const int RasterRows = 8;

    /// <summary>The shared memory of a group, in bytes.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <typeparam name="TTile">The tile.</typeparam>
    public static int SharedBytes<T, TTile>()
        where T : unmanaged
        where TTile : struct, IGemmTile
        => (TTile.ReadsAhead ? 2 : 1) * TTile.Depth * (TTile.Rows + TTile.Columns + (2 * Padding)) * Unsafe.SizeOf<T>();

    /// <summary>
    /// Writes alpha * left * right + beta * output, plus a row that is added to each of the destination's. Launched with one group a tile in X and one a split of the depth in Y;
    /// sums run over the depth of a slice in rising order, each step one fused multiply-add in <typeparamref name="T"/>.
    /// </summary>
    /// <typeparam name="T">The element type, in which everything is accumulated.</typeparam>
    /// <typeparam name="TTile">The tile's shape.</typeparam>
    /// <typeparam name="TLeft">How the left factor is read.</typeparam>
    /// <typeparam name="TRight">How the right factor is read.</typeparam>
    /// <typeparam name="TOutput">How the destination is written.</typeparam>
    /// <param name="g">The operands.</param>
    public static void Multiply<T, TTile, TLeft, TRight, TOutput>(GemmArguments<T> g)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IGemmTile
        where TLeft : struct, IPanelAccess
        where TRight : struct, IPanelAccess
        where TOutput : struct, IPanelAccess
    {
        ArrayView<T> left = SharedMemory.Allocate<T>((TTile.ReadsAhead ? 2 : 1) * TTile.Depth * (TTile.Rows + Padding));
        ArrayView<T> right = SharedMemory.Allocate<T>((TTile.ReadsAhead ? 2 : 1) * TTile.Depth * (TTile.Columns + Padding));
        var sums = new T[TTile.ThreadRows * TTile.ThreadColumns];

        int tileRows = (g.Rows + TTile.Rows - 1) / TTile.Rows;
        int tileColumns = (g.Columns + TTile.Columns - 1) / TTile.Columns;
        int band = Grid.IdxX / (RasterRows * tileColumns);
        int inBand = Grid.IdxX - (band * RasterRows * tileColumns);
        int bandRows = Math.Min(RasterRows, tileRows - (band * RasterRows));
        int column = inBand / bandRows;
        int firstRow = ((band * RasterRows) + inBand - (column * bandRows)) * TTile.Rows;
        int firstColumn = column * TTile.Columns;
        if (g.IsSymmetric && firstRow >= firstColumn + TTile.Columns)
        {
            return;
        }

        int depth = Grid.IdxY * g.SplitDepth;
        int end = depth + Math.Min(g.SplitDepth, g.Depth - depth);
        if (TTile.ReadsAhead)
        {
            AddPanelsReadAhead<T, TTile, TLeft, TRight>(g, left, right, firstRow, firstColumn, depth, end, sums);
        }
        else
        {
            for (; depth < end; depth += TTile.Depth)
            {
                Copy<T, TTile, TLeft>(g.Left, g.LeftStride, firstRow, g.Rows, TTile.Rows, depth, end, left);
                Copy<T, TTile, TRight>(g.Right, g.RightStride, firstColumn, g.Columns, TTile.Columns, depth, end, right);
                Group.Barrier();
                AddProducts<T, TTile>(left, right, 0, sums);
                Group.Barrier();
            }
        }

        if (TTile.Slices == 1)
        {
            Store<T, TTile, TOutput>(g, firstRow, firstColumn, sums);
        }
        else
        {
            StoreSlices<T, TTile, TOutput>(g, left, right, firstRow, firstColumn, sums);
        }
    }

    /// <summary>
    /// Adds the products of all panels. While one pair of panels is being multiplied, the next is on its way from global memory in registers.
    /// </summary>
    private static void AddPanelsReadAhead<T, TTile, TLeft, TRight>(
        GemmArguments<T> g, ArrayView<T> left, ArrayView<T> right, int firstRow, int firstColumn, int depth, int end, T[] sums)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IGemmTile
        where TLeft : struct, IPanelAccess
        where TRight : struct, IPanelAccess
    {
        var leftStaged = new T[TTile.Depth * TTile.Rows / Threads<TTile>()];
        var rightStaged = new T[TTile.Depth * TTile.Columns / Threads<TTile>()];

        // The panel that may be shallower than the others comes first, so that the loop need not look where the depth ends.
        int firstEnd = end - ((end - depth - 1) / TTile.Depth * TTile.Depth);
        Fetch<T, TTile, TLeft>(g.Left, g.LeftStride, firstRow, g.Rows, TTile.Rows, depth, firstEnd, false, leftStaged);
        Fetch<T, TTile, TRight>(g.Right, g.RightStride, firstColumn, g.Columns, TTile.Columns, depth, firstEnd, false, rightStaged);
        Stash<T, TTile, TLeft>(left, TTile.Rows, 0, leftStaged);
        Stash<T, TTile, TRight>(right, TTile.Columns, 0, rightStaged);
        depth = firstEnd;
        if (depth < end)
        {
            Fetch<T, TTile, TLeft>(g.Left, g.LeftStride, firstRow, g.Rows, TTile.Rows, depth, end, true, leftStaged);
            Fetch<T, TTile, TRight>(g.Right, g.RightStride, firstColumn, g.Columns, TTile.Columns, depth, end, true, rightStaged);
        }

        Group.Barrier();

        // Reads are issued in front of a barrier and a whole turn before they are needed: no compiler can move them down to their use.
        int half = 0;
        while (true)
        {
            AddProducts<T, TTile>(left, right, half, sums);
            if (depth >= end)
            {
                break;
            }

            half ^= 1;
            Stash<T, TTile, TLeft>(left, TTile.Rows, half, leftStaged);
            Stash<T, TTile, TRight>(right, TTile.Columns, half, rightStaged);
            depth += TTile.Depth;
            if (depth < end)
            {
                Fetch<T, TTile, TLeft>(g.Left, g.LeftStride, firstRow, g.Rows, TTile.Rows, depth, end, true, leftStaged);
                Fetch<T, TTile, TRight>(g.Right, g.RightStride, firstColumn, g.Columns, TTile.Columns, depth, end, true, rightStaged);
            }

            Group.Barrier();
        }
    }

    /// <summary>Adds the outer products of all columns of the left panel with the rows of the right one.</summary>
    internal static void AddProducts<T, TTile>(ArrayView<T> left, ArrayView<T> right, int half, T[] sums)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IGemmTile
    {
        var rows = new T[TTile.ThreadRows];
        var columns = new T[TTile.ThreadColumns];

        // Places and pitches count runs.
        int leftPitch = (TTile.Rows + Padding) / TTile.RowRun;
        int rightPitch = (TTile.Columns + Padding) / TTile.ColumnRun;
        int leftStart = (half * (TTile.Depth * leftPitch)) + TTile.ThreadRow;
        int rightStart = (half * (TTile.Depth * rightPitch)) + TTile.ThreadColumn;
        if (TTile.Slices > 1)
        {
            leftStart += Slice<TTile>() * (TTile.Depth / TTile.Slices * leftPitch);
            rightStart += Slice<TTile>() * (TTile.Depth / TTile.Slices * rightPitch);
        }

        for (int first = 0; first < TTile.Depth / TTile.Slices; first += TTile.DepthUnroll)
        {
            for (int k = 0; k < TTile.DepthUnroll; k++)
            {
                Unroll.Full();
                LoadRuns(left, TTile.RowRun, leftStart, k * leftPitch, TTile.Rows / TTile.ThreadRows, rows);
                LoadRuns(right, TTile.ColumnRun, rightStart, k * rightPitch, TTile.Columns / TTile.ThreadColumns, columns);
                for (int i = 0; i < rows.Length; i++)
                {
                    Unroll.Full();
                    for (int j = 0; j < columns.Length; j++)
                    {
                        Unroll.Full();
                        sums[(i * TTile.ThreadColumns) + j] = T.FusedMultiplyAdd(rows[i], columns[j], sums[(i * TTile.ThreadColumns) + j]);
                    }
                }
            }

            leftStart += TTile.DepthUnroll * leftPitch;
            rightStart += TTile.DepthUnroll * rightPitch;
        }
    }

    /// <summary>Reads a thread's runs from a panel; places count runs, not elements.</summary>
    private static void LoadRuns<T>(ArrayView<T> panel, int run, int start, int offset, int step, T[] values)
        where T : unmanaged
    {
        for (int i = 0; i < values.Length; i += run)
        {
            Unroll.Full();
            if (run == 4)
            {
                Quad<T> quad = panel.Cast<Quad<T>>()[start + (offset + (i / run * step))];
                values[i] = quad.X;
                values[i + 1] = quad.Y;
                values[i + 2] = quad.Z;
                values[i + 3] = quad.W;
            }
            else if (run == 2)
            {
                Pair<T> pair = panel.Cast<Pair<T>>()[start + (offset + (i / run * step))];
                values[i] = pair.X;
                values[i + 1] = pair.Y;
            }
            else
            {
                values[i] = panel[start + (offset + (i * step))];
            }
        }
    }

    /// <summary>Writes a thread's sums to the destination, or to the plane of its split.</summary>
    internal static void Store<T, TTile, TOutput>(GemmArguments<T> g, int firstRow, int firstColumn, T[] sums)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IGemmTile
        where TOutput : struct, IPanelAccess
    {
        int rowStep = TTile.RowRun * (TTile.Rows / TTile.ThreadRows);
        int columnStep = TTile.ColumnRun * (TTile.Columns / TTile.ThreadColumns);
        int rowStart = firstRow + (TTile.ThreadRow * TTile.RowRun);
        int columnStart = firstColumn + (TTile.ThreadColumn * TTile.ColumnRun);
        long plane = Grid.IdxY * g.OutputPlane;
        for (int i = 0; i < TTile.ThreadRows; i++)
        {
            Unroll.Full();
            int row = rowStart + (i / TTile.RowRun * rowStep) + (i % TTile.RowRun);
            if (row >= g.Rows)
            {
                continue;
            }

            long line = plane + (row * g.OutputStride);
            for (int j = 0; j < TTile.ThreadColumns; j += TOutput.Width)
            {
                Unroll.Full();
                int column = columnStart + (j / TTile.ColumnRun * columnStep) + (j % TTile.ColumnRun);
                if (column < g.Columns)
                {
                    Write<T, TOutput>(g, line, column, (i * TTile.ThreadColumns) + j, sums);
                }
            }
        }
    }

    private static void Write<T, TOutput>(GemmArguments<T> g, long line, int column, int sum, T[] sums)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOutput : struct, IPanelAccess
    {
        long index = line + column;
        if (TOutput.Width == 4)
        {
            ref Quad<T> place = ref g.Output.Cast<Quad<T>>()[index >> 2];
            var value = new Quad<T>(g.Alpha * sums[sum], g.Alpha * sums[sum + 1], g.Alpha * sums[sum + 2], g.Alpha * sums[sum + 3]);
            if (g.Beta != T.Zero)
            {
                Quad<T> before = place;
                value = new Quad<T>(
                    T.FusedMultiplyAdd(g.Beta, before.X, value.X),
                    T.FusedMultiplyAdd(g.Beta, before.Y, value.Y),
                    T.FusedMultiplyAdd(g.Beta, before.Z, value.Z),
                    T.FusedMultiplyAdd(g.Beta, before.W, value.W));
            }

            if (g.Row.Length > 0)
            {
                Quad<T> added = g.Row.Cast<Quad<T>>()[column >> 2];
                value = new Quad<T>(value.X + added.X, value.Y + added.Y, value.Z + added.Z, value.W + added.W);
            }

            place = value;
        }
        else if (TOutput.Width == 2)
        {
            ref Pair<T> place = ref g.Output.Cast<Pair<T>>()[index >> 1];
            var value = new Pair<T>(g.Alpha * sums[sum], g.Alpha * sums[sum + 1]);
            if (g.Beta != T.Zero)
            {
                Pair<T> before = place;
                value = new Pair<T>(T.FusedMultiplyAdd(g.Beta, before.X, value.X), T.FusedMultiplyAdd(g.Beta, before.Y, value.Y));
            }

            if (g.Row.Length > 0)
            {
                Pair<T> added = g.Row.Cast<Pair<T>>()[column >> 1];
                value = new Pair<T>(value.X + added.X, value.Y + added.Y);
            }

            place = value;
        }
        else
        {
            T value = g.Alpha * sums[sum];
            value = g.Beta == T.Zero ? value : T.FusedMultiplyAdd(g.Beta, g.Output[index], value);
            g.Output[index] = g.Row.Length > 0 ? value + g.Row[column] : value;
        }
    }
}
