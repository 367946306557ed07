using System.Numerics;
using System.Runtime.CompilerServices;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;

namespace Panther.Kernels.Gemm;

/// <summary>Picks the instance of <see cref="GemmKernel.MultiplyBatch"/> and launches it. Fewer variants than for one product: many products fill a device with small tiles.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal static class GemmBatchLaunch<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int MaxLayers = 65535;

    /// <summary>Enqueues the products.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="isLeftTransposed">Whether left factors are the transposes of what is stored.</param>
    /// <param name="isRightTransposed">Whether right factors are the transposes of what is stored.</param>
    /// <param name="g">The operands of the first product.</param>
    /// <param name="batch">Where the others are.</param>
    public static void Enqueue(DeviceStream stream, bool isLeftTransposed, bool isRightTransposed, in GemmArguments<T> g, GemmBatch batch)
    {
        var request = new Request(stream, isLeftTransposed, isRightTransposed, g, batch);
        if (stream.Device.IsProcessor)
        {
            WithTile<VectorTile>(request);
        }
        else
        {
            WithTile<SmallTile>(request);
        }
    }

    private static void WithTile<TTile>(in Request r)
        where TTile : struct, IGemmTile
    {
        GemmArguments<T> g = r.Arguments;
        bool isWide = TTile.RowRun > 1
            && IsMultiple(g.Left, g.LeftStride, r.IsLeftTransposed ? g.Rows : g.Depth, r.Batch.LeftInner, r.Batch.LeftOuter);
        if (r.IsLeftTransposed)
        {
            if (isWide)
            {
                WithLeft<TTile, AcrossDepth4>(r);
            }
            else
            {
                WithLeft<TTile, AcrossDepth1>(r);
            }
        }
        else if (isWide)
        {
            WithLeft<TTile, AlongDepth4>(r);
        }
        else
        {
            WithLeft<TTile, AlongDepth1>(r);
        }
    }

    private static void WithLeft<TTile, TLeft>(in Request r)
        where TTile : struct, IGemmTile
        where TLeft : struct, IPanelAccess
    {
        GemmArguments<T> g = r.Arguments;
        bool isWide = TTile.ColumnRun > 1
            && IsMultiple(g.Right, g.RightStride, r.IsRightTransposed ? g.Depth : g.Columns, r.Batch.RightInner, r.Batch.RightOuter);
        if (r.IsRightTransposed)
        {
            if (isWide)
            {
                WithRight<TTile, TLeft, AlongDepth4>(r);
            }
            else
            {
                WithRight<TTile, TLeft, AlongDepth1>(r);
            }
        }
        else if (isWide)
        {
            WithRight<TTile, TLeft, AcrossDepth4>(r);
        }
        else
        {
            WithRight<TTile, TLeft, AcrossDepth1>(r);
        }
    }

    private static void WithRight<TTile, TLeft, TRight>(in Request r)
        where TTile : struct, IGemmTile
        where TLeft : struct, IPanelAccess
        where TRight : struct, IPanelAccess
    {
        GemmArguments<T> g = r.Arguments;
        var options = new JitOptions { MaxThreadsPerGroup = TTile.Rows / TTile.ThreadRows * (TTile.Columns / TTile.ThreadColumns) };
        Kernel<GemmArguments<T>, GemmBatch, long> kernel =
            TTile.ColumnRun > 1 && IsMultiple(g.Output, g.OutputStride, g.Columns, r.Batch.Output, 0)
                ? r.Stream.Device.LoadKernel<GemmArguments<T>, GemmBatch, long>(GemmKernel.MultiplyBatch<T, TTile, TLeft, TRight, AcrossDepth4>, options)
                : r.Stream.Device.LoadKernel<GemmArguments<T>, GemmBatch, long>(GemmKernel.MultiplyBatch<T, TTile, TLeft, TRight, AcrossDepth1>, options);
        long tiles = (((long)g.Rows + TTile.Rows - 1) / TTile.Rows) * (((long)g.Columns + TTile.Columns - 1) / TTile.Columns);
        Index2D group = TTile.GroupShape;
        for (long first = 0; first < r.Batch.Count; first += MaxLayers)
        {
            int layers = (int)Math.Min(MaxLayers, r.Batch.Count - first);
            kernel.Launch(r.Stream, new KernelConfig(new Index3D(checked((int)tiles), 1, layers), new Index3D(group.X, group.Y, 1)), g, r.Batch, first);
        }
    }

    /// <summary>Tells whether rows of all matrices can be read in aligned pieces of four elements.</summary>
    private static bool IsMultiple(ArrayView<T> elements, long stride, int extent, long inner, long outer) =>
        extent % 4 == 0 && stride % 4 == 0 && inner % 4 == 0 && outer % 4 == 0 && elements.IsAlignedTo(4 * Unsafe.SizeOf<T>());

    private readonly record struct Request(DeviceStream Stream, bool IsLeftTransposed, bool IsRightTransposed, GemmArguments<T> Arguments, GemmBatch Batch);
}
