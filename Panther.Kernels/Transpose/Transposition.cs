using System.Runtime.CompilerServices;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;

namespace Panther.Kernels.Transpose;

/// <summary>Transposes matrices on a device.</summary>
internal static class Transposition
{
    private const int MaxGroupsInY = 32768;

    /// <summary>destination (n×m) = sourceᵀ (m×n), out of place. Enqueues and returns.</summary>
    /// <exception cref="ArgumentException">The shapes do not go together or a matrix does not fit its view.</exception>
    public static void Transpose<T>(DeviceStream queue, RowMatrix<T> source, RowMatrix<T> destination)
        where T : unmanaged
    {
        source.Validate();
        destination.Validate();
        if (source.Rows != destination.Columns || source.Columns != destination.Rows)
        {
            throw new ArgumentException(
                $"The transpose of a {source.Rows}x{source.Columns} matrix does not fit a {destination.Rows}x{destination.Columns} one.");
        }

        if (source.IsEmpty)
        {
            return;
        }

        int side = queue.Device.IsProcessor ? 32 : Unsafe.SizeOf<T>() <= sizeof(float) ? 64 : 32;
        int tilesX = checked((int)((source.Columns + side - 1) / side));
        int tilesY = (int)Math.Min(MaxGroupsInY, (source.Rows + side - 1) / side);
        queue.Device.LoadKernel<RowMatrix<T>, RowMatrix<T>, SpecializedValue<int>>(TransposeKernels.Transpose)
            .Launch(
                queue,
                new KernelConfig(new Index2D(tilesX, tilesY), new Index2D(TransposeTile.GroupColumns, TransposeTile.GroupRows)),
                source,
                destination,
                SpecializedValue.New(side));
    }
}
