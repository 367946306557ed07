using Panther.Core;
using Panther.Jit.Runtime;

namespace Panther.Nn;

/// <content>Sketched layers from dense ones.</content>
public sealed partial class SketchedLinear<T>
{
    /// <summary>
    /// Makes a sketched layer from a dense one with the matrix W = <see cref="Linear{T}.Weight"/>ᵀ (in×out) and a copy of its bias, and measures how far it is from it; the dense layer stays as it is.
    /// </summary>
    /// <param name="layer">The dense layer.</param>
    /// <param name="terms">The number l of terms.</param>
    /// <param name="rank">The rank k of a term.</param>
    /// <param name="form">
    /// <see cref="SketchedLinearForm.Sketch"/>: S1ᵢ = W·U1ᵢᵀ and S2ᵢ = U2ᵢᵀ·W. The expectation over signs is W, and E‖Ŵ - W‖² = ‖W‖²·(in + out - 2)/(4·l·k): about ‖W‖² or more
    /// whenever the layer is no larger than the dense one, so this is where training starts, and no compression. <see cref="SketchedLinearForm.LowRank"/>: Ŵ is the best approximation of rank l·k, but for the error
    /// of <see cref="RandomizedSvd"/>; S1 = V·√Σ and S2 = √Σ·Uᵀ for the weights U·Σ·Vᵀ.
    /// </param>
    /// <param name="random">Where signs are drawn from.</param>
    /// <param name="allowLarger">Whether the layer may store more than the dense one.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1, or terms·rank exceeds the smaller side of W where the form is <see cref="SketchedLinearForm.LowRank"/>.</exception>
    /// <exception cref="ArgumentException">The factors are larger than W, and <paramref name="allowLarger"/> is false; or weights for <see cref="SketchedLinearForm.LowRank"/> are not finite.</exception>
    public static SketchedLinearConversion<T> FromLinear(
        Linear<T> layer,
        int terms,
        int rank,
        SketchedLinearForm form,
        RandomState random,
        bool allowLarger = false)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(random);
        Device device = layer.Weight.Device;
        var result = new SketchedLinear<T>(device, layer.Weight.Shape[1], layer.Weight.Shape[0], terms, rank, random, form, layer.Bias is not null, allowLarger);
        try
        {
            using var tape = new Tape(device);
            using RecordingScope scope = tape.NoGrad();
            Tensor<T> weight = tape.Use(layer.Weight).Transpose();
            if (form == SketchedLinearForm.Sketch)
            {
                result.TakeSketch(tape, weight);
            }
            else
            {
                result.TakeLeadingFactors(tape, layer.Weight, random.Seed);
            }

            if (layer.Bias is not null)
            {
                result.Bias!.Fill(layer.Bias);
            }

            return new SketchedLinearConversion<T>(result, result.RelativeError(tape, weight));
        }
        catch
        {
            result.Dispose();
            throw;
        }
    }

    private void TakeSketch(Tape tape, Tensor<T> weight)
    {
        SketchSigns isometric = signs with { Scale = 1 / Math.Sqrt(Rank) };
        S1.Fill(weight.MatMul(isometric.First<T>(tape, S2.Shape[0], S2.Shape[1]).Transpose()));
        S2.Fill(isometric.Second<T>(tape, S1.Shape[0], S1.Shape[1]).Transpose().MatMul(weight));
    }

    private void TakeLeadingFactors(Tape tape, Tensor<T> weight, ulong seed)
    {
        using DeviceMatrix<T> matrix = DeviceMatrix<T>.Allocate(weight.Device, weight.Shape[0], weight.Shape[1]);
        tape.Stream.Copy(weight.Elements.SubView(0, weight.Length), matrix.View);
        using DeviceSvdResult<T> svd = RandomizedSvd.Compute(matrix, checked(Terms * Rank), new RandomizedSvdOptions { Seed = seed });
        Tensor<T> roots = tape.Create<T>(Array.ConvertAll(svd.S, value => T.Sqrt(value)), [svd.Rank]);
        S1.Fill(Copy(svd.V) * roots);
        S2.Fill((Copy(svd.U) * roots).Transpose());

        Tensor<T> Copy(DeviceMatrix<T> vectors)
        {
            Tensor<T> copy = Tensor<T>.Allocate(tape.Stream, tape, vectors.Layout == MatrixLayout.RowMajor ? [vectors.Rows, vectors.Columns] : [vectors.Columns, vectors.Rows]);
            tape.Stream.Copy(vectors.View, copy.Elements);
            return vectors.Layout == MatrixLayout.RowMajor ? copy : copy.Transpose();
        }
    }

    private double RelativeError(Tape tape, Tensor<T> weight)
    {
        (Tensor<T> first, Tensor<T> second) = (tape.Use(S1), tape.Use(S2));
        Tensor<T> given = Form == SketchedLinearForm.Sketch ? signs.Beside(first).MatMul(signs.Above(second)) : first.MatMul(second);
        double norm = Norm(weight);
        return norm == 0 ? 0 : Norm(given - weight) / norm;

        static double Norm(Tensor<T> x) => Math.Sqrt(x.To<double>().Square().Sum().ToScalar());
    }
}
