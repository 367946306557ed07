using System.Numerics;
using System.Runtime.CompilerServices;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;

namespace Panther.Kernels.Gemm;

/// <summary>Picks the instance of <see cref="GemmKernel"/> for a plan and the layout of the operands, and launches it.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal static class GemmLaunch<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Enqueues the kernel.</summary>
    /// <remarks>Ranks with oversampling are often even, but no multiple of 4: hence pairs.</remarks>
    /// <param name="stream">The stream.</param>
    /// <param name="plan">The tile and the splits.</param>
    /// <param name="isLeftTransposed">Whether the left factor is the transpose of what is stored.</param>
    /// <param name="isRightTransposed">Whether the right factor is the transpose of what is stored.</param>
    /// <param name="g">The operands.</param>
    public static void Enqueue(DeviceStream stream, GemmPlan plan, bool isLeftTransposed, bool isRightTransposed, in GemmArguments<T> g)
    {
        var launch = new Request(stream, plan.Splits, isLeftTransposed, isRightTransposed, g);
        switch (plan.Tile)
        {
            case GemmTileChoice.Large:
                WithTile<LargeTile>(launch, 1);
                break;
            case GemmTileChoice.Square:
                WithTile<SquareTile>(launch, Unsafe.SizeOf<T>() == sizeof(float) ? 2 : 1);
                break;
            case GemmTileChoice.Narrow:
                WithTile<NarrowTile>(launch, Unsafe.SizeOf<T>() == sizeof(float) ? 2 : 1);
                break;
            case GemmTileChoice.Slim when !isLeftTransposed || IsMultiple(g.Left, g.LeftStride, g.Rows, 2):
                WithTile<SlimTile>(launch, Unsafe.SizeOf<T>() == sizeof(float) ? 4 : 2);
                break;
            case GemmTileChoice.Slim:
                WithTile<NarrowTile>(launch, Unsafe.SizeOf<T>() == sizeof(float) ? 2 : 1);
                break;
            case GemmTileChoice.Small:
                WithTile<SmallTile>(launch, 0);
                break;
            default:
                WithTile<VectorTile>(launch, 0);
                break;
        }
    }

    private static void WithTile<TTile>(in Request r, int groupsPerMultiprocessor)
        where TTile : struct, IGemmTile
    {
        ArrayView<T> left = r.Arguments.Left;
        long stride = r.Arguments.LeftStride;
        int extent = r.IsLeftTransposed ? r.Arguments.Rows : r.Arguments.Depth;
        bool mayBeWide = TTile.RowRun > 1;
        bool isWide = mayBeWide && IsMultiple(left, stride, extent, 4);
        if (!r.IsLeftTransposed)
        {
            if (isWide)
            {
                WithLeft<TTile, AlongDepth4>(r, groupsPerMultiprocessor);
            }
            else
            {
                WithLeft<TTile, AlongDepth1>(r, groupsPerMultiprocessor);
            }
        }
        else if (isWide)
        {
            WithLeft<TTile, AcrossDepth4>(r, groupsPerMultiprocessor);
        }
        else if (mayBeWide && IsMultiple(left, stride, extent, 2))
        {
            WithLeft<TTile, AcrossDepth2>(r, groupsPerMultiprocessor);
        }
        else
        {
            WithLeft<TTile, AcrossDepth1>(r, groupsPerMultiprocessor);
        }
    }

    private static void WithLeft<TTile, TLeft>(in Request r, int groupsPerMultiprocessor)
        where TTile : struct, IGemmTile
        where TLeft : struct, IPanelAccess
    {
        int extent = r.IsRightTransposed ? r.Arguments.Depth : r.Arguments.Columns;
        bool isWide = TTile.ColumnRun > 1 && IsMultiple(r.Arguments.Right, r.Arguments.RightStride, extent, 4);
        if (r.IsRightTransposed)
        {
            if (isWide)
            {
                WithRight<TTile, TLeft, AlongDepth4>(r, groupsPerMultiprocessor);
            }
            else
            {
                WithRight<TTile, TLeft, AlongDepth1>(r, groupsPerMultiprocessor);
            }
        }
        else if (isWide)
        {
            WithRight<TTile, TLeft, AcrossDepth4>(r, groupsPerMultiprocessor);
        }
        else if (TTile.ColumnRun > 1 && IsMultiple(r.Arguments.Right, r.Arguments.RightStride, extent, 2))
        {
            WithRight<TTile, TLeft, AcrossDepth2>(r, groupsPerMultiprocessor);
        }
        else
        {
            WithRight<TTile, TLeft, AcrossDepth1>(r, groupsPerMultiprocessor);
        }
    }

    private static void WithRight<TTile, TLeft, TRight>(in Request r, int groupsPerMultiprocessor)
        where TTile : struct, IGemmTile
        where TLeft : struct, IPanelAccess
        where TRight : struct, IPanelAccess
    {
        GemmArguments<T> g = r.Arguments;
        int threads = TTile.Rows / TTile.ThreadRows * (TTile.Columns / TTile.ThreadColumns);
        var options = new JitOptions { MaxThreadsPerGroup = threads, MinGroupsPerMultiprocessor = groupsPerMultiprocessor };
        bool mayBeWide = TTile.ColumnRun > 1;
        Kernel<GemmArguments<T>> kernel =
            mayBeWide && g.OutputPlane % 4 == 0 && IsMultiple(g.Output, g.OutputStride, g.Columns, 4)
                ? r.Stream.Device.LoadKernel<GemmArguments<T>>(GemmKernel.Multiply<T, TTile, TLeft, TRight, AcrossDepth4>, options)
            : mayBeWide && g.OutputPlane % 2 == 0 && IsMultiple(g.Output, g.OutputStride, g.Columns, 2)
                ? r.Stream.Device.LoadKernel<GemmArguments<T>>(GemmKernel.Multiply<T, TTile, TLeft, TRight, AcrossDepth2>, options)
            : r.Stream.Device.LoadKernel<GemmArguments<T>>(GemmKernel.Multiply<T, TTile, TLeft, TRight, AcrossDepth1>, options);
        long tiles = (((long)g.Rows + TTile.Rows - 1) / TTile.Rows) * (((long)g.Columns + TTile.Columns - 1) / TTile.Columns);
        kernel.Launch(r.Stream, new KernelConfig(new Index2D(checked((int)tiles), r.Splits), TTile.GroupShape), g);
    }

    /// <summary>Tells whether rows of a matrix can be read in aligned pieces of some elements.</summary>
    private static bool IsMultiple(ArrayView<T> elements, long stride, int extent, int width) =>
        extent % width == 0 && stride % width == 0 && elements.IsAlignedTo(width * Unsafe.SizeOf<T>());

    private readonly record struct Request(DeviceStream Stream, int Splits, bool IsLeftTransposed, bool IsRightTransposed, GemmArguments<T> Arguments);
}
