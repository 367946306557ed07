using System.Numerics;
using System.Runtime.CompilerServices;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Launch;

namespace Panther.Kernels.Gemm;

/// <summary>Products with few vectors by <see cref="SlenderProductKernels"/>: a tile of <see cref="GemmKernel"/> would be empty for the most part.</summary>
internal static class SlenderProduct
{
    // The groups that give a GPU enough reads under way.
    private const int GroupsPerMultiprocessor = 8;

    // Below this the general kernel's time is that of a launch too.
    private const double LeastElements = 1 << 18;

    /// <summary>Tells whether a product into a destination stored by rows is one of these on a device: not on processors, and not where groups are too small.</summary>
    public static bool Suits<T>(Device device, MatrixOperand<T> a, MatrixOperand<T> b)
        where T : unmanaged
        => b.Columns <= SlenderProductKernels.MostVectors && (double)a.Rows * a.Columns >= LeastElements
            && !device.IsProcessor && GroupLimits.Of(device).Allow(SlenderProductKernels.GroupSize, (long)SlenderProductKernels.SharedElements * Unsafe.SizeOf<T>());

    /// <summary>See <see cref="MatrixProduct.Enqueue{T}"/>; b has at most <see cref="SlenderProductKernels.MostVectors"/> columns, and c is not empty.</summary>
    /// <exception cref="OverflowException">A matrix has more than 2³¹ - 1 rows or columns.</exception>
    public static void Enqueue<T>(DeviceStream stream, T alpha, MatrixOperand<T> a, MatrixOperand<T> b, T beta, MatrixOperand<T> c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var g = new SlenderArguments<T>
        {
            Matrix = a.Elements,
            MatrixStride = a.LeadingDimension,
            Rows = KernelExtent.Of(a.StoredRows, "The rows of a matrix"),
            Columns = KernelExtent.Of(a.StoredColumns, "The columns of a matrix"),
            Vectors = b.Elements,
            VectorRow = b.RowStride,
            VectorColumn = b.ColumnStride,
            Images = c.Elements,
            ImageRow = c.RowStride,
            ImageColumn = c.ColumnStride,
            Count = (int)b.Columns,
            Alpha = alpha,
            Beta = beta,
        };
        Device device = stream.Device;
        (int images, int depth) = a.IsTransposed ? (g.Columns, g.Rows) : (g.Rows, g.Columns);
        int across = Groups(images, a.IsTransposed ? SlenderProductKernels.GroupSize : SlenderProductKernels.GroupRows);
        int chunk = a.IsTransposed ? SlenderProductKernels.ChunkRows : SlenderProductKernels.ChunkColumns;
        int wanted = Math.Max(1, GroupsPerMultiprocessor * device.MultiprocessorCount / across);
        g.SplitDepth = Groups(Groups(depth, Math.Min(wanted, Groups(depth, chunk))), chunk) * chunk;
        int splits = Groups(depth, g.SplitDepth);
        var config = new KernelConfig(new Index2D(across, splits), new Index2D(SlenderProductKernels.GroupSize, 1));
        Kernel<SlenderArguments<T>> kernel = a.IsTransposed
            ? device.LoadKernel<SlenderArguments<T>>(SlenderProductKernels.AlongColumns)
            : device.LoadKernel<SlenderArguments<T>>(SlenderProductKernels.AlongRows);
        if (splits == 1)
        {
            kernel.Launch(stream, config, g);
            return;
        }

        // By images, so that the sum reads neighbours.
        long plane = (long)images * g.Count;
        using DeviceBuffer<T> planes = device.Allocate<T>(plane * splits, stream);
        kernel.Launch(stream, config, g with { Images = planes.View, ImageRow = 1, ImageColumn = images, ImagePlane = plane, Alpha = T.One, Beta = T.Zero });
        device.LoadKernel<Index1D, ArrayView<T>, int, int, SlenderArguments<T>>(PlaneSum.AddImages)
            .Launch(stream, checked((int)plane), planes.View, splits, images, g);
    }

    private static int Groups(int extent, int each) => ((extent - 1) / each) + 1;
}
