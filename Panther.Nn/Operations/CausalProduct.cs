using System.Numerics;
using Panther.Kernels.Attention;
using Panther.Kernels.Elementwise;

namespace Panther.Nn;

/// <summary>
/// Sums over the rows before, or behind: trilinear, and the gradient by each operand is such a sum again, so that there are gradients of any order.
/// </summary>
internal static class CausalProduct
{
    /// <summary>result[t] = Σ (left[t]·right[s])·values[s] over s ≤ t, or over s ≥ t.</summary>
    /// <param name="left">…×n×f.</param>
    /// <param name="right">…×n×f.</param>
    /// <param name="values">…×n×d.</param>
    /// <param name="isReversed">Whether sums run over s ≥ t.</param>
    /// <returns>…×n×d.</returns>
    public static Tensor<T> Of<T>(Tensor<T> left, Tensor<T> right, Tensor<T> values, bool isReversed = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Tensor<T> a = left.Contiguous();
        Tensor<T> b = right.Contiguous();
        Tensor<T> v = values.Contiguous();
        Tensor<T> result = Tensor<T>.ForResult(v.Shape, a, b, v);
        if (result.Length > 0 && a.Length > 0)
        {
            CausalProducts.Enqueue(result.Stream, new CausalArguments<T>
            {
                Left = a.Elements,
                Right = b.Elements,
                Values = v.Elements,
                Output = result.Elements,
                Heads = checked((int)(a.Length / (a.Shape[-2] * a.Shape[-1]))),
                Rows = checked((int)a.Shape[-2]),
                Features = checked((int)a.Shape[-1]),
                Size = checked((int)v.Shape[-1]),
                IsReversed = isReversed,
            });
        }
        else
        {
            VectorOperations.Fill(result.Stream, T.Zero, result.Elements);
        }

        // A gradient that does not lie in order is copied once for all three.
        var dense = new JointGradients<T>(g => [g.Contiguous()]);
        return result.Record(
            Edge.To(a, g => Of(dense.Part(g, 0), v, b, isReversed), t => Of(t, b, v, isReversed)),
            Edge.To(b, g => Of(v, dense.Part(g, 0), a, !isReversed), t => Of(a, t, v, isReversed)),
            Edge.To(v, g => Of(b, a, dense.Part(g, 0), !isReversed), t => Of(a, b, t, isReversed)));
    }
}
