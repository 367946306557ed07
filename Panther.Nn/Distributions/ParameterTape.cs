using System.Numerics;
using Panther.Kernels.Random;

namespace Panther.Nn;

/// <summary>Draws on the tape that the parameters of a distribution are on.</summary>
internal static class ParameterTape
{
    /// <summary>The tape.</summary>
    /// <exception cref="ArgumentException">No parameter is on a tape.</exception>
    public static Tape Of(params ReadOnlySpan<Tensor> parameters)
        => Tape.Of(parameters) ?? throw new ArgumentException("A distribution draws from a tape, and none of its parameters is on one (Tape.Use).");

    /// <summary>The shape of a sample.</summary>
    /// <exception cref="ArgumentException">The parameters do not broadcast to the shape that was asked for.</exception>
    public static Shape Sample(Shape parameters, Shape? shape)
        => shape is null || Shape.Broadcast(parameters, shape).Equals(shape)
            ? shape ?? parameters
            : throw new ArgumentException($"Parameters of shape {parameters} do not broadcast to a sample of shape {shape}.", nameof(shape));

    /// <summary>Independent standard normal values.</summary>
    public static Tensor<T> Normal<T>(Tape tape, Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Tensor<T> result = Tensor<T>.Allocate(tape.Stream, tape, shape);
        RandomVector.FillNormal(tape.Stream, result.Elements, tape.Random.TakeSource());
        return result;
    }

    /// <summary>Independent values, uniform in [0, 1).</summary>
    public static Tensor<T> Uniform<T>(Tape tape, Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Tensor<T> result = Tensor<T>.Allocate(tape.Stream, tape, shape);
        RandomVector.FillUniform(tape.Stream, result.Elements, tape.Random.TakeSource());
        return result;
    }
}
