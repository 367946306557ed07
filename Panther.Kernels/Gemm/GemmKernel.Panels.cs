using System.Numerics;
using Panther.Jit.Dialect;

namespace Panther.Kernels.Gemm;

/// <content>
/// The way of the panels from global memory through registers into shared memory, where they lie depth by depth, whatever the factors' layout.
/// </content>
internal static partial class GemmKernel
{
    /// <summary>Elements behind each depth of a panel, so that the threads that write along the depth meet different banks and runs stay aligned.</summary>
    internal const int Padding = 4;

    /// <summary>The depth that neighbouring threads read together when they read along it: 32 bytes of floats, the unit of the caches.</summary>
    private const int DepthChunk = 8;

    /// <summary>Reads the calling thread's part of a panel; zeros stand beyond the depth's end, anything beyond the last row or column.</summary>
    /// <param name="source">The factor.</param>
    /// <param name="stride">The elements from one of its stored rows to the next.</param>
    /// <param name="first">The first row of the left factor, or column of the right one.</param>
    /// <param name="limit">The number of its rows or columns.</param>
    /// <param name="extent">The rows or columns of the panel.</param>
    /// <param name="depth">The first depth.</param>
    /// <param name="end">The end of the depth.</param>
    /// <param name="isWhole">Whether the whole panel is known to lie in front of the end.</param>
    /// <param name="staged">Receives the elements.</param>
    internal static void Fetch<T, TTile, TAccess>(
        ArrayView<T> source, long stride, int first, int limit, int extent, int depth, int end, bool isWhole, T[] staged)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IGemmTile
        where TAccess : struct, IPanelAccess
    {
        // Places count reads, not elements, so that wide ones are seen to be aligned. A read beyond the edge is moved onto it: what
        // comes of it is never stored.
        int last = limit - (TAccess.IsAlongDepth ? 1 : TAccess.Width);
        long pitch = stride / TAccess.Width;
        long ahead = TAccess.IsAlongDepth ? Reads<TAccess>(depth) : depth * pitch;
        for (int i = 0; i < staged.Length; i += TAccess.Width)
        {
            Unroll.Full();
            int line = Math.Min(first + Line<TTile, TAccess>(extent, i / TAccess.Width), last);
            int level = Level<TTile, TAccess>(extent, i / TAccess.Width);
            long place = (TAccess.IsAlongDepth ? (line * pitch) + Reads<TAccess>(level) : (level * pitch) + Reads<TAccess>(line)) + ahead;
            bool isThere = isWhole || depth + level < end;
            if (TAccess.Width == 4)
            {
                Quad<T> quad = isThere ? source.Cast<Quad<T>>()[place] : default;
                staged[i] = quad.X;
                staged[i + 1] = quad.Y;
                staged[i + 2] = quad.Z;
                staged[i + 3] = quad.W;
            }
            else if (TAccess.Width == 2)
            {
                Pair<T> pair = isThere ? source.Cast<Pair<T>>()[place] : default;
                staged[i] = pair.X;
                staged[i + 1] = pair.Y;
            }
            else
            {
                staged[i] = isThere ? source[place] : T.Zero;
            }
        }
    }

    /// <summary>Writes what <see cref="Fetch"/> has read into one half of a panel's memory.</summary>
    internal static void Stash<T, TTile, TAccess>(ArrayView<T> panel, int extent, int half, T[] staged)
        where T : unmanaged
        where TTile : struct, IGemmTile
        where TAccess : struct, IPanelAccess
    {
        for (int i = 0; i < staged.Length; i += TAccess.Width)
        {
            Unroll.Full();
            int line = Line<TTile, TAccess>(extent, i / TAccess.Width);
            int level = Level<TTile, TAccess>(extent, i / TAccess.Width);
            int row = (half * TTile.Depth) + level;
            if (TAccess.IsAlongDepth)
            {
                int place = (row * (extent + Padding)) + line;
                for (int j = 0; j < TAccess.Width; j++)
                {
                    Unroll.Full();
                    panel[place + (j * (extent + Padding))] = staged[i + j];
                }
            }
            else if (TAccess.Width == 4)
            {
                panel.Cast<Quad<T>>()[(row * ((extent + Padding) / 4)) + Reads<TAccess>(line)] = new Quad<T>(staged[i], staged[i + 1], staged[i + 2], staged[i + 3]);
            }
            else if (TAccess.Width == 2)
            {
                panel.Cast<Pair<T>>()[(row * ((extent + Padding) / 2)) + Reads<TAccess>(line)] = new Pair<T>(staged[i], staged[i + 1]);
            }
            else
            {
                panel[(row * (extent + Padding)) + line] = staged[i];
            }
        }
    }

    /// <summary>Turns a number of elements, a multiple of an access's width and not negative, into a number of reads.</summary>
    private static int Reads<TAccess>(int elements)
        where TAccess : struct, IPanelAccess
        => (int)((uint)elements / (uint)TAccess.Width);

    /// <summary>Moves a panel element by element from global into shared memory; zeros stand beyond the depth's end.</summary>
    internal static void Copy<T, TTile, TAccess>(
        ArrayView<T> source, long stride, int first, int limit, int extent, int depth, int end, ArrayView<T> panel)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IGemmTile
        where TAccess : struct, IPanelAccess
    {
        for (int pass = 0; pass < TTile.Depth * extent / Threads<TTile>(); pass++)
        {
            Unroll.None();
            int line = Line<TTile, TAccess>(extent, pass);
            int level = Level<TTile, TAccess>(extent, pass);
            int outer = Math.Min(first + line, limit - 1);
            int inner = depth + level;
            long index = TAccess.IsAlongDepth ? (outer * stride) + inner : (inner * stride) + outer;
            panel[(level * (extent + Padding)) + line] = inner < end ? source[index] : T.Zero;
        }
    }

    /// <summary>
    /// Returns the row or column within the panel of the calling thread's read number <paramref name="pass"/>. Across the depth, threads run over the
    /// lines first; along it, over a chunk of the depth, then the lines. The tiles' shapes make all passes' places differ by constants.
    /// </summary>
    private static int Line<TTile, TAccess>(int extent, int pass)
        where TTile : struct, IGemmTile
        where TAccess : struct, IPanelAccess
    {
        if (!TAccess.IsAlongDepth)
        {
            return Group.LinearIndex % (extent / TAccess.Width) * TAccess.Width;
        }

        int reads = DepthChunk / TAccess.Width;
        int lines = Threads<TTile>() / reads;
        return lines >= extent
            ? Group.LinearIndex / reads % extent
            : (Group.LinearIndex / reads) + (pass % (extent / lines) * lines);
    }

    /// <summary>Returns the depth within the panel of a read.</summary>
    private static int Level<TTile, TAccess>(int extent, int pass)
        where TTile : struct, IGemmTile
        where TAccess : struct, IPanelAccess
    {
        if (!TAccess.IsAlongDepth)
        {
            int levels = Threads<TTile>() / (extent / TAccess.Width);
            return (Group.LinearIndex / (extent / TAccess.Width)) + (pass * levels);
        }

        int reads = DepthChunk / TAccess.Width;
        int lines = Threads<TTile>() / reads;
        int inChunk = Group.LinearIndex % reads * TAccess.Width;
        return lines >= extent
            ? inChunk + (((Group.LinearIndex / reads / extent) + (pass * (lines / extent))) * DepthChunk)
            : inChunk + (pass / (extent / lines) * DepthChunk);
    }

    /// <summary>The threads of a group.</summary>
    internal static int Threads<TTile>()
        where TTile : struct, IGemmTile
        => TTile.Slices * ThreadsOfSlice<TTile>();

    private static int ThreadsOfSlice<TTile>()
        where TTile : struct, IGemmTile
        => TTile.Rows / TTile.ThreadRows * (TTile.Columns / TTile.ThreadColumns);
}
