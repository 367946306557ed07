using System.Numerics;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Rows;

namespace Panther.Nn;

/// <summary>Softmax, and normalisation over the last dimension.</summary>
/// <remarks>The kernels are <see cref="Kernels.Rows.SoftmaxKernels"/>, <see cref="Kernels.Rows.RowNormalizationKernels"/> and <see cref="Kernels.Rows.RowGradientKernels"/>.</remarks>
public static class Normalization
{
    /// <summary>exp(x - max)/Σ exp(x - max) along a dimension; NaN where nothing but -∞ lies along it.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="dimension">The dimension.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension; a scalar has none.</exception>
    public static Tensor<T> Softmax<T>(this Tensor<T> x, int dimension = -1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Shape.Dimension(dimension) != x.Rank - 1)
        {
            return x.Transpose(dimension, -1).Softmax().Transpose(dimension, -1);
        }

        using var scope = new OperationScope(x);
        if (NarrowFloat.Is<T>())
        {
            return scope.Leave(scope.Enter(x).To<float>().Softmax(dimension).To<T>());
        }

        Tensor<T> source = scope.Dense(x);
        Tensor<T> result = Tensor<T>.ForResult(x.Shape, source);
        Kernels.Rows.Softmax.Apply(result.Stream, Rows(source), Rows(result));
        return scope.Leave(result.Record(Edge.To(source, g => Pull(g, result), t => Pull(t, result))));

        // The Jacobian diag(y) - yyᵀ is symmetric.
        static Tensor<T> Pull(Tensor<T> g, Tensor<T> y) => y * (g - (g * y).Sum([-1], keepDimensions: true));
    }

    /// <summary>x - max - log Σ exp(x - max) along a dimension; NaN where nothing but -∞ lies along it.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="dimension">The dimension.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension; a scalar has none.</exception>
    public static Tensor<T> LogSoftmax<T>(this Tensor<T> x, int dimension = -1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Shape.Dimension(dimension) != x.Rank - 1)
        {
            return x.Transpose(dimension, -1).LogSoftmax().Transpose(dimension, -1);
        }

        using var scope = new OperationScope(x);
        if (NarrowFloat.Is<T>())
        {
            return scope.Leave(scope.Enter(x).To<float>().LogSoftmax(dimension).To<T>());
        }

        Tensor<T> source = scope.Dense(x);
        Tensor<T> result = Tensor<T>.ForResult(x.Shape, source);
        Kernels.Rows.Softmax.ApplyLog(result.Stream, Rows(source), Rows(result));
        return scope.Leave(result.Record(Edge.To(
            source,
            g => g - (result.Exp() * g.Sum([-1], keepDimensions: true)),
            t => t - (result.Exp() * t).Sum([-1], keepDimensions: true))));
    }

    /// <summary>
    /// (x - mean)/√(variance + ε)·scale + shift along the last dimension, with the variance Σ(x - mean)²/n (Ba, Kiros and Hinton, "Layer normalization", 2016, equation 3).
    /// </summary>
    /// <param name="x">The tensor (…×n).</param>
    /// <param name="scale">n factors.</param>
    /// <param name="shift">n terms.</param>
    /// <param name="epsilon">What keeps the root from zero.</param>
    /// <exception cref="ArgumentException">There are not n factors and terms.</exception>
    /// <exception cref="ArgumentOutOfRangeException">ε is negative, infinite or NaN.</exception>
    public static Tensor<T> LayerNorm<T>(this Tensor<T> x, Tensor<T> scale, Tensor<T> shift, double epsilon = 1e-5)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ThrowIfNoRow(x, scale, nameof(scale));
        ThrowIfNoRow(x, shift, nameof(shift));
        NumberCheck.NotNegative(epsilon);
        using var scope = new OperationScope(x, scale, shift);
        if (NarrowFloat.Is<T>())
        {
            return scope.Leave(scope.Enter(x).To<float>().LayerNorm(scope.Enter(scale).To<float>(), scope.Enter(shift).To<float>(), epsilon).To<T>());
        }

        T e = T.CreateChecked(epsilon);
        Tensor<T> source = scope.Dense(x);
        Tensor<T> factors = scope.Dense(scale);
        Tensor<T> terms = scope.Dense(shift);
        Tensor<T> result = Tensor<T>.ForResult(x.Shape, source, factors, terms);
        RowNormalization.LayerNorm(result.Stream, Rows(source), Row(factors), Row(terms), e, Rows(result));
        var gradients = new RowNormalizationGradients<T, ByMeanAndVariance>(source, factors, e);
        return scope.Leave(result.Record(
            Edge.To(source, gradients.ByRows), Edge.To(factors, gradients.ByScale), Edge.To(terms, gradients.ByShift, t => t.Expand(x.Shape))));
    }

    /// <summary>
    /// x/√(Σx²/n + ε)·scale along the last dimension (Zhang and Sennrich, "Root mean square layer normalization", 2019, equation 4).
    /// </summary>
    /// <param name="x">The tensor (…×n).</param>
    /// <param name="scale">n factors.</param>
    /// <param name="epsilon">What keeps the root from zero.</param>
    /// <exception cref="ArgumentException">There are not n factors.</exception>
    /// <exception cref="ArgumentOutOfRangeException">ε is negative, infinite or NaN.</exception>
    public static Tensor<T> RmsNorm<T>(this Tensor<T> x, Tensor<T> scale, double epsilon = 1e-6)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ThrowIfNoRow(x, scale, nameof(scale));
        NumberCheck.NotNegative(epsilon);
        using var scope = new OperationScope(x, scale);
        if (NarrowFloat.Is<T>())
        {
            return scope.Leave(scope.Enter(x).To<float>().RmsNorm(scope.Enter(scale).To<float>(), epsilon).To<T>());
        }

        T e = T.CreateChecked(epsilon);
        Tensor<T> source = scope.Dense(x);
        Tensor<T> factors = scope.Dense(scale);
        Tensor<T> result = Tensor<T>.ForResult(x.Shape, source, factors);
        RowNormalization.RmsNorm(result.Stream, Rows(source), Row(factors), e, Rows(result));
        var gradients = new RowNormalizationGradients<T, ByMeanSquare>(source, factors, e);
        return scope.Leave(result.Record(Edge.To(source, gradients.ByRows), Edge.To(factors, gradients.ByScale)));
    }

    /// <summary>A dense tensor as a matrix of its rows along the last dimension.</summary>
    internal static RowMatrix<T> Rows<T>(Tensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
        => new(x.Elements, x.Shape[-1] == 0 ? 0 : x.Length / x.Shape[-1], x.Shape[-1]);

    internal static Jit.Dialect.ArrayView<T> Row<T>(Tensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
        => x.Elements.SubView(0, x.Length);

    private static void ThrowIfNoRow(Tensor x, Tensor row, string name)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(row, name);
        if (x.Rank == 0 || row.Rank != 1 || row.Length != x.Shape[-1])
        {
            throw new ArgumentException($"A tensor of shape {row.Shape} does not go with the last dimension of one of shape {x.Shape}.", name);
        }
    }
}
