using System.Numerics;
using Panther.Kernels.Channels;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Pointwise;

namespace Panther.Nn;

/// <summary>
/// One normalisation over channels. Each pass over the images is one kernel; what is computed between, numbers of channels and images, is tensor operations on a tape of its own.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
internal sealed class ChannelNorm<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Tensor<T> source;
    private readonly ChannelLayout layout;
    private readonly T epsilon;
    private readonly T inverseCount;
    private readonly Tensor<T> mean;
    private readonly Tensor<T> variance;

    /// <summary>Computes the statistics.</summary>
    /// <param name="source">The images, dense, on a tape.</param>
    /// <param name="layout">How they are seen.</param>
    /// <param name="epsilon">What keeps the root from zero.</param>
    public ChannelNorm(Tensor<T> source, ChannelLayout layout, T epsilon)
    {
        (this.source, this.layout, this.epsilon) = (source, layout, epsilon);
        inverseCount = T.One / T.CreateChecked(layout.Count);
        Shape shape = layout.Rows.With(layout.Shared, 1);
        mean = Tensor<T>.ForResult(shape, source);
        variance = Tensor<T>.ForResult(shape, source);
        using Tape scratch = Scratch();
        Tensor<T> means = scratch.Zeros<T>(layout.Rows);
        Tensor<T> squares = scratch.Zeros<T>(layout.Rows);
        ChannelStatistics.Moments(source.Stream, Rows(source), means.Elements, squares.Elements);
        Tensor<T> shared = means.Mean([layout.Shared], keepDimensions: true);
        mean.Fill(shared);
        variance.Fill((squares + ((means - shared).Square() * T.CreateChecked(layout.Places))).Sum([layout.Shared], keepDimensions: true) * inverseCount);
    }

    /// <summary>Moves a running average towards this batch's, unless the batch has moved it before (<see cref="Tape.IsRecomputing"/>).</summary>
    public void Update(Tensor<T>? running, double factor, double momentum, bool isVariance)
    {
        if (running is null || source.Tape is { IsRecomputing: true })
        {
            return;
        }

        using Tape scratch = Scratch();
        Tensor<T> batch = scratch.Use((isVariance ? variance : mean).Detach()).Reshape(running.Shape) * T.CreateChecked(momentum * factor);
        Tensor<T> average = scratch.Use(running.Detach());
        average.Fill((average * T.CreateChecked(1 - momentum)) + batch);
    }

    /// <summary>The normalised images, times a factor plus a term for each channel.</summary>
    public Tensor<T> Apply(Tensor<T> scale, Tensor<T> shift, Shape shape)
    {
        Tensor<T> result = Tensor<T>.ForResult(layout.Elements, source, scale, shift);
        using (Tape scratch = Scratch())
        {
            Tensor<T> factor = scratch.Use(scale.Detach()).Reshape(layout.Channels) * Factor(scratch.Use(variance));
            PointwiseLaunch.Apply(
                result.Stream,
                default(AffineProductFunction<T>),
                layout.Elements.Extents,
                result.Operand(result.Strides),
                Operand(source.Detach().Reshape(layout.Elements)),
                Operand(mean.Unsqueeze(3)),
                Operand(factor.Unsqueeze(3)),
                Operand(shift.Detach().Reshape(layout.Channels).Unsqueeze(2)));
        }

        // One sweep over the images serves all three gradients: Σ g and Σ g·(x - mean).
        var sums = new JointGradients<T>(RowSums);
        return result.Record(
            Edge.To(source, g => IsDifferentiable(g) ? Composed(g, scale) : Fused(g, scale, sums.Part(g, 0), sums.Part(g, 1))),
            Edge.To(scale, g => IsDifferentiable(g)
                ? (g * Normal().Normal).Sum([0, 3]).Reshape(scale.Shape)
                : (sums.Part(g, 1) * Factor(variance)).Sum([0]).Reshape(scale.Shape)),
            Edge.To(
                shift,
                g => IsDifferentiable(g) ? g.Sum([0, 3]).Reshape(shift.Shape) : sums.Part(g, 0).Sum([0]).Reshape(shift.Shape),
                t => t.Reshape(layout.Channels).Unsqueeze(2).Expand(layout.Elements))).Reshape(shape);
    }

    private static bool IsDifferentiable(Tensor<T> g) => g.Tape is { IsRecording: true };

    private Tensor<T> Factor(Tensor<T> variance) => (variance + epsilon).Power(T.CreateTruncating(-0.5));

    /// <summary>Σ g and Σ g·(x - mean) over the places of each channel of each image.</summary>
    private Tensor<T>[] RowSums(Tensor<T> g)
    {
        Tensor<T> gradient = g.Contiguous();
        Tensor<T> sums = Tensor<T>.ForResult(layout.Rows, gradient);
        Tensor<T> products = Tensor<T>.ForResult(layout.Rows, gradient);
        ChannelStatistics.Sums(sums.Stream, Rows(gradient), Rows(source), OfRows(mean, gradient).Elements, sums.Elements, products.Elements);
        return [sums, products];
    }

    /// <summary>r·(h - mean(h) - n·mean(h·n)) with h = scale·g, n = (x - mean)·r: the gradient by the images, in one pass over them.</summary>
    private Tensor<T> Fused(Tensor<T> g, Tensor<T> scale, Tensor<T> sums, Tensor<T> products)
    {
        Tensor<T> gradient = g.Contiguous();
        Tensor<T> factor = Factor(g.Tape!.Use(variance.Detach()));
        Tensor<T> scales = g.Tape!.Use(scale.Detach()).Reshape(layout.Channels);
        Tensor<T> meanGradient = (sums * scales).Sum([layout.Shared], keepDimensions: true) * inverseCount;
        Tensor<T> meanProduct = (products * scales).Sum([layout.Shared], keepDimensions: true) * inverseCount;
        Tensor<T> result = Tensor<T>.ForResult(layout.Elements, gradient);
        ChannelStatistics.Combine(result.Stream, new ChannelCombination<T>
        {
            Gradients = gradient.Elements,
            Rows = Rows(source),
            Centres = OfRows(mean, gradient).Elements,
            Factors = OfRows(scales * factor, gradient).Elements,
            Slopes = OfRows(-(meanProduct * factor * factor * factor), gradient).Elements,
            Terms = OfRows(-(meanGradient * factor), gradient).Elements,
            Result = result.Elements,
        });
        return result.Reshape(source.Shape);
    }

    /// <summary>The same in terms of tensor operations, which have gradients themselves.</summary>
    private Tensor<T> Composed(Tensor<T> g, Tensor<T> scale)
    {
        (Tensor<T> normal, Tensor<T> factor) = Normal();
        Tensor<T> h = g * scale.Reshape(layout.Channels).Unsqueeze(2);
        int[] shared = [layout.Shared, 3];
        Tensor<T> along = h - h.Mean(shared, keepDimensions: true) - (normal * (h * normal).Mean(shared, keepDimensions: true));
        return (along * factor).Reshape(source.Shape);
    }

    private (Tensor<T> Normal, Tensor<T> Factor) Normal()
    {
        Tensor<T> x = source.Reshape(layout.Elements);
        int[] shared = [layout.Shared, 3];
        Tensor<T> centred = x - x.Mean(shared, keepDimensions: true);
        Tensor<T> factor = Factor(centred.Square().Mean(shared, keepDimensions: true));
        return (centred * factor, factor);
    }

    /// <summary>A number for each channel of each image, densely.</summary>
    private Tensor<T> OfRows(Tensor<T> shared, Tensor<T> on)
        => on.Tape!.Use(shared.Detach()).Expand(layout.Rows).Contiguous();

    private StridedOperand<T> Operand(Tensor<T> x) => x.Operand(x.StridesIn(layout.Elements));

    private RowMatrix<T> Rows(Tensor<T> x) => new(x.Elements, layout.Rows.Length, layout.Places);

    private Tape Scratch() => new(source.Tape!);
}
