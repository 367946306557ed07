using System.Numerics;
using System.Runtime.CompilerServices;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Launch;

namespace Panther.Kernels.Gemm;

/// <summary>Picks the instance of <see cref="GemmKernel"/> for a plan and the layout of the operands, and launches it, for one product or for a batch.</summary>
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
    /// <param name="g">The operands, of the first product.</param>
    /// <param name="batch">Where the operands of the other products are.</param>
    public static void Enqueue(DeviceStream stream, GemmPlan plan, bool isLeftTransposed, bool isRightTransposed, in GemmArguments<T> g, GemmBatch batch)
    {
        var launch = new Request(stream, plan.Splits, isLeftTransposed, isRightTransposed, g, batch);
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
            case GemmTileChoice.Slim when !isLeftTransposed || launch.IsLeftMultiple(2):
                WithTile<SlimTile>(launch, Unsafe.SizeOf<T>() == sizeof(float) ? 4 : 2);
                break;
            case GemmTileChoice.Slim:
                WithTile<NarrowTile>(launch, Unsafe.SizeOf<T>() == sizeof(float) ? 2 : 1);
                break;
            case GemmTileChoice.Small:
                WithTile<SmallTile>(launch, 0);
                break;
            case GemmTileChoice.Shallow:
                WithTile<ShallowTile>(launch, 0);
                break;
            case GemmTileChoice.Sliced:
                WithTile<SlicedTile>(launch, Unsafe.SizeOf<T>() == sizeof(float) ? 2 : 1);
                break;
            case GemmTileChoice.Sliver:
                WithTile<SliverTile>(launch, 2);
                break;
            default:
                WithTile<VectorTile>(launch, 0);
                break;
        }
    }

    private static void WithTile<TTile>(in Request r, int groupsPerMultiprocessor)
        where TTile : struct, IGemmTile
    {
        bool mayBeWide = TTile.RowRun > 1;
        bool isWide = mayBeWide && r.IsLeftMultiple(4);
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
        else if (mayBeWide && r.IsLeftMultiple(2))
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
        bool isWide = TTile.ColumnRun > 1 && r.IsRightMultiple(4);
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
        else if (TTile.ColumnRun > 1 && r.IsRightMultiple(2))
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
        if (TTile.ColumnRun % 4 == 0 && TTile.ThreadRows * TTile.ThreadColumns / TTile.Slices % 4 == 0 && r.IsOutputMultiple(4))
        {
            Launch<TTile, TLeft, TRight, AcrossDepth4>(r, groupsPerMultiprocessor);
        }
        else if (TTile.ColumnRun > 1 && r.IsOutputMultiple(2))
        {
            Launch<TTile, TLeft, TRight, AcrossDepth2>(r, groupsPerMultiprocessor);
        }
        else
        {
            Launch<TTile, TLeft, TRight, AcrossDepth1>(r, groupsPerMultiprocessor);
        }
    }

    private static void Launch<TTile, TLeft, TRight, TOutput>(in Request r, int groupsPerMultiprocessor)
        where TTile : struct, IGemmTile
        where TLeft : struct, IPanelAccess
        where TRight : struct, IPanelAccess
        where TOutput : struct, IPanelAccess
    {
        GemmArguments<T> g = r.Arguments;
        Index2D group = TTile.GroupShape;
        Device device = r.Stream.Device;
        var options = new JitOptions { MaxThreadsPerGroup = GemmKernel.Threads<TTile>(), MinGroupsPerMultiprocessor = groupsPerMultiprocessor };
        int tiles = KernelExtent.Of((((long)g.Rows + TTile.Rows - 1) / TTile.Rows) * (((long)g.Columns + TTile.Columns - 1) / TTile.Columns), "The tiles of a product");
        if (r.Batch.Count == 1)
        {
            device.LoadKernel<GemmArguments<T>>(GemmKernel.Multiply<T, TTile, TLeft, TRight, TOutput>, options)
                .Launch(r.Stream, new KernelConfig(new Index2D(tiles, r.Splits), group), g);
            return;
        }

        Kernel<GemmArguments<T>, GemmBatch, long> kernel =
            device.LoadKernel<GemmArguments<T>, GemmBatch, long>(GemmKernel.MultiplyBatch<T, TTile, TLeft, TRight, TOutput>, options);
        for (long first = 0; first < r.Batch.Count; first += GridLayers.Most)
        {
            int layers = (int)Math.Min(GridLayers.Most, r.Batch.Count - first);
            kernel.Launch(r.Stream, new KernelConfig(new Index3D(tiles, r.Splits, layers), new Index3D(group.X, group.Y, 1)), g, r.Batch, first);
        }
    }

    private readonly record struct Request(
        DeviceStream Stream, int Splits, bool IsLeftTransposed, bool IsRightTransposed, GemmArguments<T> Arguments, GemmBatch Batch)
    {
        /// <summary>Tells whether rows of the left factors, as they are stored, can be read in aligned pieces of some elements.</summary>
        public bool IsLeftMultiple(int width)
            => IsMultiple(
                Arguments.Left, IsLeftTransposed ? Arguments.Rows : Arguments.Depth, Arguments.LeftStride, Batch.LeftInner, Batch.LeftOuter, width);

        /// <summary>The same of the right factors.</summary>
        public bool IsRightMultiple(int width)
            => IsMultiple(
                Arguments.Right, IsRightTransposed ? Arguments.Depth : Arguments.Columns, Arguments.RightStride, Batch.RightInner, Batch.RightOuter, width);

        /// <summary>The same of the destinations.</summary>
        public bool IsOutputMultiple(int width)
            => Arguments.OutputPlane % width == 0 && Arguments.Row.IsAlignedTo(width * Unsafe.SizeOf<T>())
                && IsMultiple(Arguments.Output, Arguments.Columns, Arguments.OutputStride, Batch.OutputInner, Batch.OutputOuter, width);

        private static bool IsMultiple(ArrayView<T> elements, int extent, long stride, long inner, long outer, int width)
            => extent % width == 0 && stride % width == 0 && inner % width == 0 && outer % width == 0 && elements.IsAlignedTo(width * Unsafe.SizeOf<T>());
    }
}
