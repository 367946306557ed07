using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;

namespace Panther.Kernels.Gemm;

/// <summary>Products with few vectors by <see cref="SlenderProductKernels"/>: a tile of <see cref="GemmKernel"/> would be empty for the most part.</summary>
internal static class SlenderProduct
{
    // The groups that give a GPU enough reads under way.
    private const int GroupsPerMultiprocessor = 8;

    // Below this the general kernel's time is that of a launch too.
    private const double LeastElements = 1 << 18;

    /// <summary>Tells whether a product into a destination stored by rows is one of these.</summary>
    public static bool Suits<T>(MatrixOperand<T> a, MatrixOperand<T> b)
        where T : unmanaged
        => b.Columns <= SlenderProductKernels.MostVectors && (double)a.Rows * a.Columns >= LeastElements;

    /// <summary>See <see cref="MatrixProduct.Enqueue{T}"/>; b has at most <see cref="SlenderProductKernels.MostVectors"/> columns, and c is not empty.</summary>
    /// <exception cref="OverflowException">A matrix has more than 2³¹ - 1 rows or columns.</exception>
    public static void Enqueue<T>(DeviceStream stream, T alpha, MatrixOperand<T> a, MatrixOperand<T> b, T beta, MatrixOperand<T> c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var g = new SlenderArguments<T>
        {
            Matrix = a.Elements,
            MatrixStride = a.LeadingDimension,
            Rows = checked((int)a.StoredRows),
            Columns = checked((int)a.StoredColumns),
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
        if (a.IsTransposed)
        {
            AlongColumns(stream, g);
        }
        else
        {
            int groups = Groups(g.Rows, SlenderProductKernels.GroupRows);
            stream.Device.LoadKernel<SlenderArguments<T>>(SlenderProductKernels.AlongRows).Launch(stream, new KernelConfig(groups, SlenderProductKernels.GroupSize), g);
        }
    }

    private static void AlongColumns<T>(DeviceStream stream, SlenderArguments<T> g)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const int Chunk = SlenderProductKernels.ChunkRows;
        Device device = stream.Device;
        int across = Groups(g.Columns, SlenderProductKernels.GroupSize);
        int wanted = Math.Max(1, GroupsPerMultiprocessor * device.MultiprocessorCount / across);
        g.SplitRows = Groups(Groups(g.Rows, Math.Min(wanted, Groups(g.Rows, Chunk))), Chunk) * Chunk;
        int splits = Groups(g.Rows, g.SplitRows);
        var config = new KernelConfig(new Index2D(across, splits), new Index2D(SlenderProductKernels.GroupSize, 1));
        var kernel = device.LoadKernel<SlenderArguments<T>>(SlenderProductKernels.AlongColumns);
        if (splits == 1)
        {
            kernel.Launch(stream, config, g);
            return;
        }

        // The planes are as dense as their images are few, so that the sum reads neighbours: by columns of the images.
        long plane = (long)g.Columns * g.Count;
        using DeviceBuffer<T> planes = device.Allocate<T>(plane * splits, stream);
        kernel.Launch(stream, config, g with { Images = planes.View, ImageRow = 1, ImageColumn = g.Columns, ImagePlane = plane, Alpha = T.One, Beta = T.Zero });
        device.LoadKernel<Index1D, ArrayView<T>, int, SlenderArguments<T>>(PlaneSum.AddImages).Launch(stream, checked((int)plane), planes.View, splits, g);
    }

    private static int Groups(int extent, int each) => ((extent - 1) / each) + 1;
}
