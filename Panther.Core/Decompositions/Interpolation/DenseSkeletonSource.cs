using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Gemm;
using Panther.Kernels.Reduce;
using Panther.Kernels.Sketch;

namespace Panther.Core;

/// <summary>A dense matrix: sketches are drawn inside the product, and picked columns and rows are copied in the layout of the matrix.</summary>
internal sealed class DenseSkeletonSource<T> : SkeletonSource<T, DeviceMatrix<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly DeviceMatrix<T> matrix;

    /// <summary>Checks and measures the matrix.</summary>
    /// <exception cref="ArgumentException">There is a NaN or an infinity.</exception>
    public DenseSkeletonSource(DeviceMatrix<T> matrix)
        : base(matrix)
    {
        this.matrix = matrix;
        Magnitude magnitude = InputCheck.Finite(Stream, matrix.View);
        Norm = magnitude.Norm;
        Scale = magnitude.ScaleToOne<T>();
        Passes = 1;
    }

    /// <inheritdoc/>
    public override void Sketch(bool isTransposed, SketchMatrix<T> sketch, MatrixOperand<T> destination)
    {
        sketch.Multiply(Stream, Operand(isTransposed), 0, T.Zero, destination);
        Passes++;
    }

    /// <inheritdoc/>
    public override void CopyTo(bool isTransposed, MatrixOperand<T> destination) =>
        DenseOperand.CopyByRows(Stream, Operand(isTransposed), destination.Elements);

    /// <inheritdoc/>
    public override void Project(DeviceMatrix<T> basis, MatrixOperand<T> destination)
    {
        MatrixProduct.Enqueue(Stream, Scale, basis.Operand.Transposed, matrix.Operand, T.Zero, destination);
        Passes++;
    }

    /// <inheritdoc/>
    public override DeviceMatrix<T> Pick(bool areRows, int[] indices)
    {
        using var made = new DisposalList();
        DeviceMatrix<T> picked = made.Add(areRows
            ? DeviceMatrix<T>.Allocate(matrix.Device, indices.Length, Columns, matrix.Layout)
            : DeviceMatrix<T>.Allocate(matrix.Device, Rows, indices.Length, matrix.Layout));
        using DeviceBuffer<int> chosen = matrix.Device.Allocate<int>(indices, Stream);
        ColumnSelection.Copy(Stream, Operand(areRows), chosen.View, indices.Length, picked.View);
        made.Release();
        return picked;
    }

    /// <inheritdoc/>
    public override void CopyPanel(bool areRows, DeviceMatrix<T> picked, ArrayView<T> panel) =>
        DenseOperand.CopyByRows(Stream, areRows ? picked.Operand.Transposed : picked.Operand, panel);

    private MatrixOperand<T> Operand(bool isTransposed) => isTransposed ? matrix.Operand.Transposed : matrix.Operand;
}
