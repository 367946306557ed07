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

        (Tensor<T> Given, Tensor<T> Dense)? last = null;
        return result.Record(
            Edge.To(a, g => Of(Dense(g), v, b, isReversed), t => Of(t, b, v, isReversed)),
            Edge.To(b, g => Of(v, Dense(g), a, !isReversed), t => Of(a, t, v, isReversed)),
            Edge.To(v, g => Of(b, a, Dense(g), !isReversed), t => Of(a, b, t, isReversed)));

        // A gradient that does not lie in order is copied once for all three.
        Tensor<T> Dense(Tensor<T> g)
        {
            if (last is not { } known || known.Given != g || known.Dense.Storage.Buffer.IsDisposed)
            {
                last = (g, g.Contiguous());
            }

            return last.Value.Dense;
        }
    }
}
