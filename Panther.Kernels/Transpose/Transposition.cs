using System.Runtime.CompilerServices;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Launch;

namespace Panther.Kernels.Transpose;

/// <summary>Transposes matrices on a device.</summary>
internal static class Transposition
{
    private const int MostGroupRows = 8;

    /// <summary>destination (n×m) = sourceᵀ (m×n), out of place. Enqueues and returns.</summary>
    /// <exception cref="ArgumentException">The shapes do not go together or a matrix does not fit its view.</exception>
    /// <exception cref="NotSupportedException">The device has groups of fewer threads than 32.</exception>
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

        int side = !queue.Device.IsProcessor && Unsafe.SizeOf<T>() <= sizeof(float) ? 64 : 32;
        long tiles = ((source.Columns + side - 1) / side) * ((source.Rows + side - 1) / side);
        const int Most = TransposeTile.GroupColumns * MostGroupRows;
        int groupRows = GroupLimits.Of(queue.Device).MostThreads(Most, TransposeTile.GroupColumns, "A transposition") / TransposeTile.GroupColumns;
        queue.Device.LoadKernel<RowMatrix<T>, RowMatrix<T>, SpecializedValue<int>, SpecializedValue<int>>(TransposeKernels.Transpose)
            .Launch(
                queue,
                new KernelConfig(new Index2D(checked((int)tiles), 1), new Index2D(TransposeTile.GroupColumns, groupRows)),
                source,
                destination,
                SpecializedValue.New(side),
                SpecializedValue.New(groupRows));
    }
}
