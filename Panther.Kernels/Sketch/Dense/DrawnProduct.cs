using System.Numerics;
using System.Runtime.CompilerServices;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Gemm;
using Panther.Kernels.Launch;
using Panther.Kernels.Random;

namespace Panther.Kernels.Sketch.Dense;

/// <summary>Enqueues products with a random matrix that <see cref="DrawnProductKernel"/> draws while it multiplies.</summary>
internal static class DrawnProduct
{
    private const int MostSplits = 128;

    /// <summary>destination = scale · S · source + beta · destination, or with Sᵀ in the place of S.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <typeparam name="TDistribution">The distribution of the entries of S.</typeparam>
    /// <param name="queue">The device stream to enqueue on.</param>
    /// <param name="stream">The seed and the stream.</param>
    /// <param name="firstColumn">The first column of S that takes part.</param>
    /// <param name="isTransposed">Whether Sᵀ is meant.</param>
    /// <param name="scale">The factor of every draw.</param>
    /// <param name="source">The right factor.</param>
    /// <param name="beta">The factor of the former content, which is not read when this is zero.</param>
    /// <param name="destination">The result.</param>
    /// <exception cref="OverflowException">A matrix has more than 2³¹ - 1 rows or columns.</exception>
    /// <exception cref="NotSupportedException">No tile fits a group.</exception>
    public static void Enqueue<T, TDistribution>(
        DeviceStream queue, RandomStream stream, long firstColumn, bool isTransposed, T scale, MatrixOperand<T> source, T beta, MatrixOperand<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TDistribution : struct, IDistribution<T>
    {
        // The wider the tile, the more sums share a draw.
        GroupLimits limits = GroupLimits.Of(queue.Device);
        if (queue.Device.IsProcessor && Fits<T, VectorTile>(limits))
        {
            Enqueue<T, TDistribution, VectorTile>(queue, stream, firstColumn, isTransposed, scale, source, beta, destination);
        }
        else if (Unsafe.SizeOf<T>() == sizeof(float) && destination.Columns > SquareTile.Columns && destination.Rows > SmallTile.Rows
            && Fits<T, LargeTile>(limits))
        {
            Enqueue<T, TDistribution, LargeTile>(queue, stream, firstColumn, isTransposed, scale, source, beta, destination);
        }
        else if (destination.Columns > SmallTile.Columns && destination.Rows > SmallTile.Rows && Fits<T, SquareTile>(limits))
        {
            Enqueue<T, TDistribution, SquareTile>(queue, stream, firstColumn, isTransposed, scale, source, beta, destination);
        }
        else if (Fits<T, SmallTile>(limits))
        {
            Enqueue<T, TDistribution, SmallTile>(queue, stream, firstColumn, isTransposed, scale, source, beta, destination);
        }
        else if (Fits<T, ShallowTile>(limits))
        {
            Enqueue<T, TDistribution, ShallowTile>(queue, stream, firstColumn, isTransposed, scale, source, beta, destination);
        }
        else
        {
            throw limits.Refusal($"A product with a drawn matrix of elements of {Unsafe.SizeOf<T>()} bytes");
        }
    }

    /// <summary>As <see cref="Enqueue{T, TDistribution}"/>, with a tile of the caller's choice.</summary>
    public static void Enqueue<T, TDistribution, TTile>(
        DeviceStream queue, RandomStream stream, long firstColumn, bool isTransposed, T scale, MatrixOperand<T> source, T beta, MatrixOperand<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TDistribution : struct, IDistribution<T>
        where TTile : struct, IGemmTile
    {
        var arguments = new GemmArguments<T>
        {
            Right = source.Elements,
            RightStride = source.LeadingDimension,
            Output = destination.Elements,
            OutputStride = destination.LeadingDimension,
            Rows = KernelExtent.Of(destination.Rows, "The rows of a product"),
            Columns = KernelExtent.Of(destination.Columns, "The columns of a product"),
            Depth = KernelExtent.Of(source.Rows, "The terms of a product's sums"),
            Alpha = scale,
            Beta = beta,
        };
        WithTile<T, TDistribution, TTile>(new Request<T>(queue, stream, firstColumn, isTransposed, source.IsTransposed, destination, arguments));
    }

    private static bool Fits<T, TTile>(GroupLimits limits)
        where T : unmanaged
        where TTile : struct, IGemmTile
        => limits.Allow(GemmKernel.Threads<TTile>(), GemmKernel.SharedBytes<T, TTile>());

    private static void WithTile<T, TDistribution, TTile>(in Request<T> r)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TDistribution : struct, IDistribution<T>
        where TTile : struct, IGemmTile
    {
        GemmArguments<T> g = r.Arguments;
        int extent = r.IsRightTransposed ? g.Depth : g.Columns;
        bool isWide = TTile.ColumnRun > 1 && extent % 4 == 0 && g.RightStride % 4 == 0 && g.Right.IsAlignedTo(4 * Unsafe.SizeOf<T>());
        switch (r.IsRightTransposed, isWide)
        {
            case (false, false):
                WithRight<T, TDistribution, TTile, AcrossDepth1>(r);
                break;
            case (false, true):
                WithRight<T, TDistribution, TTile, AcrossDepth4>(r);
                break;
            case (true, false):
                WithRight<T, TDistribution, TTile, AlongDepth1>(r);
                break;
            default:
                WithRight<T, TDistribution, TTile, AlongDepth4>(r);
                break;
        }
    }

    private static void WithRight<T, TDistribution, TTile, TRight>(in Request<T> r)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TDistribution : struct, IDistribution<T>
        where TTile : struct, IGemmTile
        where TRight : struct, IPanelAccess
    {
        GemmArguments<T> g = r.Arguments;
        int tiles = checked((int)((((long)g.Rows + TTile.Rows - 1) / TTile.Rows) * (((long)g.Columns + TTile.Columns - 1) / TTile.Columns)));
        int steps = (g.Depth + TTile.Depth - 1) / TTile.Depth;
        int wanted = Math.Clamp(r.Queue.Device.MultiprocessorCount / tiles, 1, Math.Clamp(steps, 1, MostSplits));
        int stepsEach = Math.Max(1, (steps + wanted - 1) / wanted);
        int splits = Math.Max(1, (steps + stepsEach - 1) / stepsEach);
        g.SplitDepth = stepsEach * TTile.Depth;
        if (splits == 1 && !r.Destination.IsTransposed)
        {
            Launch<T, TDistribution, TTile, TRight>(r, g, tiles, splits);
            return;
        }

        // The kernel writes by rows; the pass that adds the splits writes in any order.
        long plane = r.Destination.Rows * r.Destination.Columns;
        using DeviceBuffer<T> planes = r.Queue.Device.Allocate<T>(checked(plane * splits), r.Queue);
        g.Output = planes.View;
        g.OutputStride = g.Columns;
        g.OutputPlane = plane;
        g.Beta = T.Zero;
        Launch<T, TDistribution, TTile, TRight>(r, g, tiles, splits);
        r.Queue.Device.LoadKernel<LongIndex1D, ArrayView<T>, int, StridedMatrix<T>, T>(PlaneKernels.Add)
            .Launch(r.Queue, plane, planes.View, splits, StridedMatrix<T>.Of(r.Destination), r.Arguments.Beta);
    }

    private static void Launch<T, TDistribution, TTile, TRight>(in Request<T> r, GemmArguments<T> g, int tiles, int splits)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TDistribution : struct, IDistribution<T>
        where TTile : struct, IGemmTile
        where TRight : struct, IPanelAccess
    {
        var options = new JitOptions { MaxThreadsPerGroup = GemmKernel.Threads<TTile>() };
        r.Queue.Device.LoadKernel<GemmArguments<T>, RandomStream, long, SpecializedValue<bool>>(
                DrawnProductKernel.Multiply<T, TDistribution, TTile, TRight>, options)
            .Launch(
                r.Queue, new KernelConfig(new Index2D(tiles, splits), TTile.GroupShape), g, r.Stream, r.FirstColumn, SpecializedValue.New(r.IsTransposed));
    }

    private readonly record struct Request<T>(
        DeviceStream Queue,
        RandomStream Stream,
        long FirstColumn,
        bool IsTransposed,
        bool IsRightTransposed,
        MatrixOperand<T> Destination,
        GemmArguments<T> Arguments)
        where T : unmanaged;
}
