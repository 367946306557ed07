using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Gemm;

namespace Panther.Core;

/// <summary>The operator A - L·R: what a factorisation leaves of a matrix. <see cref="NormEstimator"/> measures it without forming it.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>It owns none of its parts. A product costs one with A and 2·k·(m + n) operations a column.</remarks>
public sealed class LowRankResidual<T> : ILinearOperator<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ILinearOperator<T> matrix;
    private readonly DeviceMatrix<T> left;
    private readonly DeviceMatrix<T> right;

    /// <summary>Makes the operator.</summary>
    /// <param name="matrix">A, m×n.</param>
    /// <param name="left">L, m×k.</param>
    /// <param name="right">R, k×n.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the parts are on several devices.</exception>
    public LowRankResidual(ILinearOperator<T> matrix, DeviceMatrix<T> left, DeviceMatrix<T> right)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        if (left.Rows != matrix.Rows || right.Columns != matrix.Columns || left.Columns != right.Rows)
        {
            throw new ArgumentException(
                $"A {left.Rows}×{left.Columns} by {right.Rows}×{right.Columns} product does not approximate a {matrix.Rows}×{matrix.Columns} matrix.");
        }

        if (left.Device != matrix.Device || right.Device != matrix.Device)
        {
            throw new ArgumentException($"The matrix is on {matrix.Device.Id} and its factors on {left.Device.Id} and {right.Device.Id}.");
        }

        this.matrix = matrix;
        this.left = left;
        this.right = right;
    }

    /// <inheritdoc/>
    public long Rows => matrix.Rows;

    /// <inheritdoc/>
    public long Columns => matrix.Columns;

    /// <inheritdoc/>
    public Device Device => matrix.Device;

    /// <inheritdoc/>
    public void Multiply(DeviceMatrix<T> panel, DeviceMatrix<T> destination)
    {
        matrix.Multiply(panel, destination);
        Subtract(left.Operand, right.Operand, panel, destination);
    }

    /// <inheritdoc/>
    public void MultiplyTransposed(DeviceMatrix<T> panel, DeviceMatrix<T> destination)
    {
        matrix.MultiplyTransposed(panel, destination);
        Subtract(right.Operand.Transposed, left.Operand.Transposed, panel, destination);
    }

    private static void Subtract(MatrixOperand<T> outer, MatrixOperand<T> inner, DeviceMatrix<T> panel, DeviceMatrix<T> destination)
    {
        DeviceStream stream = destination.Device.DefaultStream;
        using DeviceBuffer<T> inside = stream.Device.Allocate<T>(checked(inner.Rows * panel.Columns), stream);
        MatrixOperand<T> coefficients = MatrixOperand<T>.Dense(inside.View, inner.Rows, panel.Columns);
        MatrixProduct.Enqueue(stream, T.One, inner, panel.Operand, T.Zero, coefficients);
        MatrixProduct.Enqueue(stream, -T.One, outer, coefficients, T.One, destination.Operand);
    }
}
