using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Random;

namespace Panther.Nn;

/// <summary>Tensors to start training from. The same seed gives the same elements on every device.</summary>
public static class Initialization
{
    /// <summary>All elements equal.</summary>
    /// <param name="device">The device.</param>
    /// <param name="shape">The extents.</param>
    /// <param name="value">The elements' value.</param>
    public static Tensor<T> Constant<T>(Device device, Shape shape, T value)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Tensor<T> result = Tensor<T>.Allocate(device, shape);
        VectorOperations.Fill(result.Stream, value, result.Elements);
        return result;
    }

    /// <summary>Uniform in [-bound, bound).</summary>
    /// <param name="device">The device.</param>
    /// <param name="shape">The extents.</param>
    /// <param name="bound">The bound.</param>
    /// <param name="random">Where elements are drawn from.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bound is negative, infinite or NaN.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is none of float, double, <see cref="Half"/> and <see cref="Jit.Dialect.BFloat16"/>.</exception>
    public static Tensor<T> Uniform<T>(Device device, Shape shape, double bound, RandomState random)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(random);
        NumberCheck.NotNegative(bound);
        if (NarrowFloat.Is<T>())
        {
            using Tensor<float> wide = Uniform<float>(device, shape, bound, random);
            return wide.To<T>();
        }

        using Tensor<T> drawn = Tensor<T>.Allocate(device, shape);
        RandomStream stream = random.Take();
        if (typeof(T) == typeof(float))
        {
            RandomMatrix.Fill<float, UniformSingle>(drawn.Stream, drawn.Elements.Cast<float>(), shape.Length, 1, 1, 1, stream, (float)(2 * bound));
        }
        else if (typeof(T) == typeof(double))
        {
            RandomMatrix.Fill<double, UniformDouble>(drawn.Stream, drawn.Elements.Cast<double>(), shape.Length, 1, 1, 1, stream, 2 * bound);
        }
        else
        {
            throw new NotSupportedException($"Tensors are drawn of type float or double, not {typeof(T).Name}.");
        }

        return drawn - T.CreateChecked(bound);
    }

    /// <summary>Normal with the mean 0.</summary>
    /// <param name="device">The device.</param>
    /// <param name="shape">The extents.</param>
    /// <param name="deviation">The standard deviation.</param>
    /// <param name="random">Where elements are drawn from.</param>
    /// <exception cref="ArgumentOutOfRangeException">The deviation is negative, infinite or NaN.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is none of float, double, <see cref="Half"/> and <see cref="Jit.Dialect.BFloat16"/>.</exception>
    public static Tensor<T> Normal<T>(Device device, Shape shape, double deviation, RandomState random)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(random);
        NumberCheck.NotNegative(deviation);
        if (NarrowFloat.Is<T>())
        {
            using Tensor<float> wide = Normal<float>(device, shape, deviation, random);
            return wide.To<T>();
        }

        using Tensor<T> drawn = Tensor<T>.Allocate(device, shape);
        RandomMatrix.FillNormal(drawn.Stream, drawn.Elements, shape.Length, 1, 1, random.Take());
        return drawn * T.CreateChecked(deviation);
    }

    /// <summary>Uniform, with the variance 2/(in + out) (Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010, equation 16).</summary>
    /// <param name="device">The device.</param>
    /// <param name="shape">The extents; the first is the number of outputs, the product of the others that of inputs.</param>
    /// <param name="random">Where elements are drawn from.</param>
    public static Tensor<T> XavierUniform<T>(Device device, Shape shape, RandomState random)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (double inputs, double outputs) = Fans(shape);
        return Uniform<T>(device, shape, Math.Sqrt(6 / (inputs + outputs)), random);
    }

    /// <summary>Normal, with the variance 2/in, for rectifiers (He, Zhang, Ren and Sun, "Delving deep into rectifiers", 2015, equation 10).</summary>
    /// <param name="device">The device.</param>
    /// <param name="shape">The extents; the product of all but the first is the number of inputs.</param>
    /// <param name="random">Where elements are drawn from.</param>
    public static Tensor<T> KaimingNormal<T>(Device device, Shape shape, RandomState random)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Normal<T>(device, shape, Math.Sqrt(2 / Fans(shape).Inputs), random);

    private static (double Inputs, double Outputs) Fans(Shape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return shape.Rank >= 2 && shape.Length > 0
            ? (shape.Length / (double)shape[0], shape[0])
            : throw new ArgumentException($"Weights of shape {shape} have no number of inputs.", nameof(shape));
    }
}
