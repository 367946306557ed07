using System.Numerics;
using Panther.Kernels.Rows;

namespace Panther.Nn;

/// <summary>
/// The gradients of h·scale + shift with h = (x - mean)·r, or h = x·r where x is not centred. Kernels compute them, on GPUs all in one pass over the rows, unless they are to be differentiated themselves.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <typeparam name="TForm">By what rows are normalised.</typeparam>
/// <param name="x">The rows, dense.</param>
/// <param name="scale">What h is multiplied by.</param>
/// <param name="epsilon">What keeps the root from zero.</param>
internal sealed class RowNormalizationGradients<T, TForm>(Tensor<T> x, Tensor<T> scale, T epsilon)
    where T : unmanaged, IFloatingPointIeee754<T>
    where TForm : struct, IRowNormalization
{
    private JointGradients<T>? all;

    /// <summary>By x: with s = g·scale, r·(s - mean(s) - h·mean(s·h)), and without the mean of s where x was not centred.</summary>
    public Tensor<T> ByRows(Tensor<T> g)
    {
        if (AreComputedAtOnce(g))
        {
            return Part(g, 0);
        }

        if (g.Tape is { IsRecording: false })
        {
            Tensor<T> gradient = g.Contiguous();
            Tensor<T> result = Tensor<T>.ForResult(x.Shape, gradient, x);
            RowGradients.Normalization<T, TForm>(
                result.Stream, Normalization.Rows(x), Normalization.Rows(gradient), Normalization.Row(scale), epsilon, Normalization.Rows(result));
            return result;
        }

        Tensor<T> s = g * scale;
        (Tensor<T> normal, Tensor<T> factor) = Normal();
        Tensor<T> along = s - (normal * (s * normal).Mean([-1], keepDimensions: true));
        return (TForm.IsCentred ? along - s.Mean([-1], keepDimensions: true) : along) * factor;
    }

    /// <summary>By scale: Σ g·h over the rows.</summary>
    public Tensor<T> ByScale(Tensor<T> g)
        => AreComputedAtOnce(g) ? Parameter(g, 0) : (g * (g.Tape is { IsRecording: false } ? NormalRows(g) : Normal().Normal)).SumTo(scale.Shape);

    /// <summary>By shift: Σ g over the rows.</summary>
    public Tensor<T> ByShift(Tensor<T> g) => AreComputedAtOnce(g) ? Parameter(g, 1) : g.SumTo(scale.Shape);

    private Tensor<T> Parameter(Tensor<T> g, int number) => Part(g, 1).Slice(0, number, 1).Squeeze(0);

    private Tensor<T> Part(Tensor<T> g, int number) => (all ??= new JointGradients<T>(All)).Part(g, number);

    /// <summary>Whether a kernel computes all gradients, for the first that is asked for.</summary>
    private bool AreComputedAtOnce(Tensor<T> g) => g.Tape is { IsRecording: false } && x.Length > 0 && RowPlan.FitSeveral<T>(x.Device, scale.Length);

    /// <summary>The gradients by x, and by scale and shift below each other.</summary>
    private Tensor<T>[] All(Tensor<T> g)
    {
        Tensor<T> gradient = g.Contiguous();
        Tensor<T> rows = Tensor<T>.ForResult(x.Shape, gradient, x);
        Tensor<T> parameters = Tensor<T>.ForResult([2, scale.Length], gradient, x);
        RowGradients.All<T, TForm>(
            rows.Stream, Normalization.Rows(x), Normalization.Rows(gradient), Normalization.Row(scale), epsilon, Normalization.Rows(rows), parameters.Elements);
        return [rows, parameters];
    }

    /// <summary>The normalised rows, by one kernel.</summary>
    private Tensor<T> NormalRows(Tensor<T> g)
    {
        Tensor<T> result = Tensor<T>.ForResult(x.Shape, g, x);
        if (TForm.IsCentred)
        {
            RowNormalization.LayerNorm(result.Stream, Normalization.Rows(x), default, default, epsilon, Normalization.Rows(result));
        }
        else
        {
            RowNormalization.RmsNorm(result.Stream, Normalization.Rows(x), default, epsilon, Normalization.Rows(result));
        }

        return result;
    }

    /// <summary>The normalised rows, and what they were multiplied by.</summary>
    private (Tensor<T> Normal, Tensor<T> Factor) Normal()
    {
        Tensor<T> centred = TForm.IsCentred ? x - x.Mean([-1], keepDimensions: true) : x;
        Tensor<T> factor = (centred.Square().Mean([-1], keepDimensions: true) + epsilon).Power(T.CreateTruncating(-0.5));
        return (centred * factor, factor);
    }
}
