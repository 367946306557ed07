using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Convolution.Host;
using Panther.Kernels.Elementwise;

namespace Panther.Kernels.Convolution;

/// <summary>
/// The three linear maps of a convolution, each the derivative of another: with input x, weights w and output y, bilinear in two of them. Every method enqueues and returns;
/// sums are accumulated in the element type, in an order that depends on the shape and the device alone.
/// </summary>
internal static class Convolutions
{
    /// <summary>y[n, o, p] = bias[o] + Σ w[o, c, k]·x[n, c, p·stride + k·dilation - padding] over c and k; zeros stand outside the input.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="shape">The extents.</param>
    /// <param name="input">x.</param>
    /// <param name="weights">w.</param>
    /// <param name="bias">A term for each channel of the output, or empty.</param>
    /// <param name="output">y.</param>
    public static void Forward<T>(
        DeviceStream stream, ConvolutionShape shape, ArrayView<T> input, ArrayView<T> weights, ArrayView<T> bias, ArrayView<T> output)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (shape.IsEmpty)
        {
            VectorOperations.Fill(stream, T.Zero, output.SubView(0, shape.Images * shape.OutputImage));
        }
        else if (stream.Device.Supports(DeviceFeature.HostRoutines))
        {
            ForwardOnHost<T>.Enqueue(stream, shape, input, weights, bias, output);
        }
        else
        {
            PixelLaunch<T>.Forward(stream, shape, input, weights, bias, output);
        }
    }

    /// <summary>The transpose by the input: x[n, c, i] = bias[c] + Σ w[o, c, k]·y[n, o, p] over o and all k and p with p·stride + k·dilation - padding = i.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="shape">The extents.</param>
    /// <param name="output">y.</param>
    /// <param name="weights">w.</param>
    /// <param name="bias">A term for each channel of the input, or empty.</param>
    /// <param name="input">x.</param>
    public static void Transposed<T>(
        DeviceStream stream, ConvolutionShape shape, ArrayView<T> output, ArrayView<T> weights, ArrayView<T> bias, ArrayView<T> input)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (shape.IsEmpty)
        {
            VectorOperations.Fill(stream, T.Zero, input.SubView(0, shape.Images * shape.InputImage));
        }
        else if (stream.Device.Supports(DeviceFeature.HostRoutines))
        {
            TransposedOnHost<T>.Enqueue(stream, shape, output, weights, bias, input);
        }
        else
        {
            PixelLaunch<T>.Transposed(stream, shape, output, weights, bias, input);
        }
    }

    /// <summary>The transpose by the weights: w[o, c, k] = Σ y[n, o, p]·x[n, c, p·stride + k·dilation - padding] over n and p.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="shape">The extents.</param>
    /// <param name="input">x.</param>
    /// <param name="output">y.</param>
    /// <param name="weights">w.</param>
    public static void Weights<T>(DeviceStream stream, ConvolutionShape shape, ArrayView<T> input, ArrayView<T> output, ArrayView<T> weights)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (shape.IsEmpty)
        {
            VectorOperations.Fill(stream, T.Zero, weights.SubView(0, shape.Weights));
        }
        else if (stream.Device.Supports(DeviceFeature.HostRoutines))
        {
            WeightsOnHost<T>.Enqueue(stream, shape, input, output, weights);
        }
        else
        {
            WeightLaunch<T>.Enqueue(stream, shape, input, output, weights);
        }
    }
}
