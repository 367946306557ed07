using System.Numerics;
using Panther.Kernels.Gemm;

namespace Panther.Nn;

/// <content>The affine map of a layer.</content>
public static partial class Products
{
    /// <summary>x·Wᵀ + b along the last dimension, in one kernel.</summary>
    /// <param name="input">x (…×in).</param>
    /// <param name="weight">W (out×in).</param>
    /// <param name="bias">b (out), or <see langword="null"/> for zeros.</param>
    /// <returns>The images (…×out).</returns>
    /// <exception cref="ArgumentException">The shapes do not go together.</exception>
    public static Tensor<T> Linear<T>(this Tensor<T> input, Tensor<T> weight, Tensor<T>? bias = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(weight);
        if (input.Rank < 1 || weight.Rank != 2 || input.Shape[-1] != weight.Shape[1])
        {
            throw new ArgumentException($"Weights of shape {weight.Shape} do not apply to an input of shape {input.Shape}.", nameof(weight));
        }

        if (bias is not null && (bias.Rank != 1 || bias.Length != weight.Shape[0]))
        {
            throw new ArgumentException($"A bias of shape {bias.Shape} does not go with weights of shape {weight.Shape}.", nameof(bias));
        }

        // As members of a tape parameters have views, and gradients by them, that belong there too.
        using var scope = new OperationScope(input, weight, bias ?? weight);
        Tensor<T> x = scope.Dense(input);
        Tensor<T> w = scope.Enter(weight).Contiguous();
        Tensor<T>? b = bias is null ? null : scope.Dense(bias);
        Tensor<T> result = Tensor<T>.ForResult(input.Shape.With(input.Rank - 1, weight.Shape[0]), x, w, b ?? w);
        Enqueue(x, w, b, result);
        Edge byInput = Edge.To(x, g => g.MatMul(w), t => t.Linear(w));
        Edge byWeight = Edge.To(w, g => Rows(g).Transpose().MatMul(Rows(x)), t => x.Linear(t));
        return scope.Leave(b is null
            ? result.Record(byInput, byWeight)
            : result.Record(byInput, byWeight, Edge.To(b, g => g.SumTo(b.Shape), t => t.Expand(result.Shape))));
    }

    private static void Enqueue<T>(Tensor<T> x, Tensor<T> w, Tensor<T>? b, Tensor<T> result)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (result.Length == 0)
        {
            return;
        }

        long outputs = w.Shape[0];
        long rows = result.Length / outputs;
        MatrixOperand<T> left = MatrixOperand<T>.Dense(x.Elements, rows, w.Shape[1]);
        MatrixOperand<T> right = MatrixOperand<T>.Dense(w.Elements, outputs, w.Shape[1]).Transposed;
        MatrixOperand<T> product = MatrixOperand<T>.Dense(result.Elements, rows, outputs);
        if (b is null)
        {
            BatchedProduct.Enqueue(result.Stream, left, right, product, GemmBatch.One);
        }
        else
        {
            MatrixProduct.EnqueueWithRow(result.Stream, left, right, b.Elements.SubView(0, b.Length), product);
        }
    }

    /// <summary>All vectors along the last dimension as the rows of a matrix.</summary>
    private static Tensor<T> Rows<T>(Tensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
        => x.Rank == 2 ? x : x.Reshape(x.Shape.Before(1).Length, x.Shape[-1]);
}
