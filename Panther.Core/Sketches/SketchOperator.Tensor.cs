using System.Numerics;
using Panther.Kernels.Random;
using Panther.Kernels.Sketch.Tensor;

namespace Panther.Core;

/// <content>Polynomial features by a <see cref="TensorSketch"/>.</content>
public sealed partial record SketchOperator
{
    /// <summary>Returns the sketches of the Kronecker powers of the rows of a matrix, without forming the powers.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">The vectors as rows, p×<see cref="TensorSketch.Length"/>.</param>
    /// <returns>The features, p×(rows of S), in the layout of <paramref name="matrix"/>; scalar products of its rows estimate ⟨x, y⟩^Degree.</returns>
    /// <exception cref="InvalidOperationException">The operator is transposed, or its distribution is no <see cref="TensorSketch"/>.</exception>
    /// <exception cref="ArgumentException">The matrix has another number of columns.</exception>
    /// <exception cref="NotSupportedException">The element type is neither float nor double.</exception>
    /// <exception cref="ObjectDisposedException">The matrix was disposed.</exception>
    public DeviceMatrix<T> PolynomialFeatures<T>(DeviceMatrix<T> matrix)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(matrix);
        if (Distribution is not TensorSketch tensor || IsTransposed)
        {
            throw new InvalidOperationException("Polynomial features need the plain operator of a TensorSketch.");
        }

        if (matrix.Columns != tensor.Length)
        {
            throw new ArgumentException($"The matrix has {matrix.Columns} columns; the vectors have length {tensor.Length}.", nameof(matrix));
        }

        CheckType<T>();
        TensorSketchMatrix<T> sketch = tensor.BindTensor<T>(new RandomStream(Seed, Stream));
        return Fill(
            DeviceMatrix<T>.Allocate(matrix.Device, matrix.Rows, tensor.Rows, matrix.Layout),
            result => sketch.Features(matrix.Device.DefaultStream, matrix.Operand, result.Operand));
    }
}
