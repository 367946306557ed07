using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Gemm;

namespace Panther.Core;

/// <summary>U Λ Uᵀ.</summary>
/// <param name="stream">The stream.</param>
/// <param name="basis">U, dense, by rows.</param>
/// <param name="eigenvalues">Λ.</param>
internal readonly struct NystromApproximation<T>(DeviceStream stream, ArrayView<T> basis, double[] eigenvalues)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>destination -= U Λ Uᵀ · vector, of one column.</summary>
    public void Subtract(MatrixOperand<T> vector, MatrixOperand<T> destination)
    {
        int rank = eigenvalues.Length;
        MatrixOperand<T> u = MatrixOperand<T>.Dense(basis, basis.Length / rank, rank);
        using DeviceBuffer<T> weights = stream.Device.Allocate<T>(Array.ConvertAll(eigenvalues, T.CreateTruncating), stream);
        using DeviceBuffer<T> coordinates = stream.Device.Allocate<T>(rank, stream);
        MatrixOperand<T> y = MatrixOperand<T>.Dense(coordinates.View, rank, 1);
        MatrixProduct.Enqueue(stream, T.One, u.Transposed, vector, T.Zero, y);
        var rows = new RowMatrix<T>(coordinates.View, rank, 1);
        MatrixOperations.ScaleRows(stream, weights.View, rows, rows);
        MatrixProduct.Enqueue(stream, -T.One, u, y, T.One, destination);
    }
}
