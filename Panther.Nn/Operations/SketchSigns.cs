using System.Numerics;
using Panther.Kernels.Random;

namespace Panther.Nn;

/// <summary>
/// The fixed factors U1 (r×out) and U2 (in×r) of a sketched product: random signs times a number. They are a function of seed and place, drawn where they are needed, and stored nowhere.
/// </summary>
/// <param name="Stream">What U1 is drawn from; U2 comes from the next stream.</param>
/// <param name="Scale">The magnitude of all elements.</param>
internal readonly record struct SketchSigns(RandomStream Stream, double Scale)
{
    /// <summary>U1 on a tape.</summary>
    public Tensor<T> First<T>(Tape tape, long rank, long outputs)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Draw(Tensor<T>.Allocate(tape.Stream, tape, [rank, outputs]), Stream);

    /// <summary>U2 on a tape.</summary>
    public Tensor<T> Second<T>(Tape tape, long inputs, long rank)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Draw(Tensor<T>.Allocate(tape.Stream, tape, [inputs, rank]), Stream.Next);

    /// <summary>[S1 | U2], in×2r, on the tape of S1.</summary>
    public Tensor<T> Beside<T>(Tensor<T> trained)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Join(trained, 1, 0, Stream.Next);

    /// <summary>[U1; S2], 2r×out, on the tape of S2.</summary>
    public Tensor<T> Above<T>(Tensor<T> trained)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Join(trained, 0, trained.Shape[0], Stream);

    /// <summary>A factor twice as long as its trained half, which starts at a place of a dimension; the other half is drawn into its own place.</summary>
    private Tensor<T> Join<T>(Tensor<T> trained, int dimension, long start, RandomStream stream)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long rank = trained.Shape[dimension];
        Tensor<T> result = Tensor<T>.ForResult(trained.Shape.With(dimension, 2 * rank), trained);
        result.Slice(dimension, start, rank).Fill(trained);
        Draw(result.Slice(dimension, rank - start, rank), stream);
        return result.Record(Edge.To(trained, g => g.Slice(dimension, start, rank), t => t.Embed(dimension, 2 * rank, start)));
    }

    private Tensor<T> Draw<T>(Tensor<T> matrix, RandomStream stream)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (long rows, long columns, long rowStride) = (matrix.Shape[0], matrix.Shape[1], matrix.Strides[0]);
        if (typeof(T) == typeof(float))
        {
            RandomMatrix.Fill<float, SignSingle>(matrix.Stream, matrix.Elements.Cast<float>(), rows, columns, rowStride, 1, stream, (float)Scale);
        }
        else if (typeof(T) == typeof(double))
        {
            RandomMatrix.Fill<double, SignDouble>(matrix.Stream, matrix.Elements.Cast<double>(), rows, columns, rowStride, 1, stream, Scale);
        }
        else
        {
            throw new NotSupportedException($"Tensors are drawn of type float or double, not {typeof(T).Name}.");
        }

        return matrix;
    }
}
