using System.Numerics;
using Panther.Kernels.Gemm;

namespace Panther.Nn;

/// <summary>Matrix products, accumulated in the element type.</summary>
/// <remarks>The kernel is <see cref="Kernels.Gemm.GemmKernel"/>, enqueued by <see cref="Kernels.Gemm.MatrixProduct"/> and <see cref="Kernels.Gemm.BatchedProduct"/>; on the CPU device <see cref="Kernels.Gemm.Host.HostGemm"/>.</remarks>
public static partial class Products
{
    /// <summary>
    /// The products of matrices (…×m×k and …×k×n, giving …×m×n); the dimensions before the last two are broadcast. Transposed views are read as they lie.
    /// </summary>
    /// <param name="left">The left factors.</param>
    /// <param name="right">The right factors.</param>
    /// <exception cref="ArgumentException">A factor has fewer than two dimensions, or the shapes do not go together.</exception>
    public static Tensor<T> MatMul<T>(this Tensor<T> left, Tensor<T> right)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        if (left.Rank < 2 || right.Rank < 2 || left.Shape[-1] != right.Shape[-2])
        {
            throw new ArgumentException($"Matrices of shapes {left.Shape} and {right.Shape} have no product.");
        }

        using var scope = new OperationScope(left, right);
        if (right.Rank == 2 && left.Rank > 2)
        {
            // One large product instead of many, and one for the gradient by the right factor.
            Shape shape = left.Shape.With(left.Rank - 1, right.Shape[-1]);
            return scope.Leave(Rows(scope.Dense(left)).MatMul(right).Reshape(shape));
        }

        Shape batch = left.Rank == 2 && right.Rank == 2 ? Shape.Scalar : Shape.Broadcast(left.Shape.Before(2), right.Shape.Before(2));
        Tensor<T> a = MatrixLayoutOf(left) is null ? scope.Dense(left) : left;
        Tensor<T> b = MatrixLayoutOf(right) is null ? scope.Dense(right) : right;
        Tensor<T> result = Tensor<T>.ForResult(Shape.Create([.. batch.Extents, left.Shape[-2], right.Shape[-1]]), a, b);
        TensorProduct.Enqueue(batch, a, b, result);

        // The gradient of a transposed view is computed so that the gradient of what it is a view of lies in order.
        return scope.Leave(result.Record(
            Edge.To(a, g => (IsTransposed(a) ? b.MatMul(g.Transpose()).Transpose() : g.MatMul(b.Transpose())).SumTo(a.Shape), t => t.MatMul(b)),
            Edge.To(b, g => (IsTransposed(b) ? g.Transpose().MatMul(a).Transpose() : a.Transpose().MatMul(g)).SumTo(b.Shape), t => a.MatMul(t))));
    }

    /// <summary>How the matrices of a tensor lie in memory: by rows or by columns, a fixed distance apart; null if neither.</summary>
    internal static (bool IsTransposed, long LeadingDimension)? MatrixLayoutOf(Tensor x)
    {
        long rows = x.Shape[-2];
        long columns = x.Shape[-1];
        long down = rows > 1 ? x.Strides[^2] : columns;
        long along = columns > 1 ? x.Strides[^1] : 1;
        return along == 1 && down >= columns ? (false, Math.Max(1, down))
            : rows > 1 && down == 1 && along >= rows ? (true, along)
            : rows <= 1 && along >= 1 ? (true, along)
            : null;
    }

    private static bool IsTransposed(Tensor x) => MatrixLayoutOf(x)!.Value.IsTransposed;

    /// <summary>A matrix of a tensor.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="offset">Where its first element is, counted from that of the tensor.</param>
    internal static MatrixOperand<T> Operand<T>(Tensor<T> x, long offset)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (bool isTransposed, long leading) = MatrixLayoutOf(x)!.Value;
        (long rows, long columns) = isTransposed ? (x.Shape[-1], x.Shape[-2]) : (x.Shape[-2], x.Shape[-1]);
        return new MatrixOperand<T>(x.Elements.SubView(x.Length == 0 ? 0 : offset), rows, columns, leading, isTransposed);
    }
}
