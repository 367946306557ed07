using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Reduce;

namespace Panther.Core;

/// <summary>
/// A matrix that is known by its products: its norm is that of the first sketch, ‖SA‖/√d, whose square is an unbiased estimate (Girard 1989), and its columns and rows are
/// products with unit vectors.
/// </summary>
internal sealed class OperatorSkeletonSource<T>(ILinearOperator<T> matrix) : SkeletonSource<T, DeviceMatrix<T>>(matrix)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Unit vectors of a product: they and what comes of them are small beside the sketch.
    private const int BlockSize = 32;

    private bool isMeasured;

    /// <inheritdoc/>
    public override void Note(ArrayView<T> sketch, long vectors)
    {
        Magnitude magnitude = InputCheck.Finite(Stream, sketch);
        if (!isMeasured)
        {
            Norm = magnitude.Norm / Math.Sqrt(vectors);
            Scale = magnitude.ScaleToOne<T>();
            isMeasured = true;
        }
    }

    /// <inheritdoc/>
    public override DeviceMatrix<T> Pick(bool areRows, int[] indices)
    {
        int count = indices.Length;
        (long length, long imageLength) = areRows ? (Rows, Columns) : (Columns, Rows);
        using var made = new DisposalList();
        DeviceMatrix<T> picked = made.Add(areRows
            ? DeviceMatrix<T>.Allocate(Stream.Device, count, Columns, MatrixLayout.ColumnMajor)
            : DeviceMatrix<T>.Allocate(Stream.Device, Rows, count));
        for (int first = 0; first < count; first += BlockSize)
        {
            int width = Math.Min(BlockSize, count - first);
            using DeviceMatrix<T> units = UnitVectors(length, indices.AsSpan(first, width));
            using DeviceMatrix<T> images = DeviceMatrix<T>.Allocate(Stream.Device, imageLength, width);
            Multiply(areRows, units, images);
            MatrixOperations.Copy(Stream, images.Stored, new RowMatrix<T>(picked.View.SubView(first), imageLength, width, count));
        }

        made.Release();
        return picked;
    }

    /// <inheritdoc/>
    public override void CopyPanel(bool areRows, DeviceMatrix<T> picked, ArrayView<T> panel) => Stream.Copy(picked.View, panel);

    private DeviceMatrix<T> UnitVectors(long length, ReadOnlySpan<int> places)
    {
        using var made = new DisposalList();
        DeviceMatrix<T> units = made.Add(DeviceMatrix<T>.Allocate(Stream.Device, length, places.Length));
        using DeviceMatrix<T> identity = DeviceMatrix<T>.Allocate(Stream.Device, places.Length, places.Length);
        using DeviceBuffer<int> rows = Stream.Device.Allocate<int>(places, Stream);
        Stream.Fill(units.View, T.Zero);
        MatrixOperations.Identity(Stream, T.One, identity.Stored);
        MatrixOperations.ScatterRows(Stream, rows.View, identity.Stored, units.Stored);
        made.Release();
        return units;
    }
}
