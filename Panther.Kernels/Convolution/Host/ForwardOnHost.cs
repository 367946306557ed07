using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Gemm.Host;

namespace Panther.Kernels.Convolution.Host;

/// <summary>Convolutions on the host's cores: products with blocks of <see cref="ImageColumns"/>, one core a block.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal static unsafe class ForwardOnHost<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>See <see cref="Convolutions.Forward"/>.</summary>
    public static void Enqueue(
        DeviceStream stream, ConvolutionShape shape, ArrayView<T> input, ArrayView<T> weights, ArrayView<T> bias, ArrayView<T> output)
    {
        int block = ImageColumns.BlockColumns(shape, shape.Taps, sizeof(T));
        var work = new Work(
            shape,
            stream.HostPointer(input),
            stream.HostPointer(weights),
            bias.Length == 0 ? null : stream.HostPointer(bias),
            stream.HostPointer(output),
            block,
            (shape.Output.Area + block - 1) / block);
        stream.EnqueueHost("Convolution", work, static (w, parallel) =>
            parallel.For((long)w.Shape.Images * w.Shape.Groups * w.Blocks, w, static (w, first, last, _) => w.Run(first, last)));
    }

    private sealed class Work(ConvolutionShape shape, T* input, T* weights, T* bias, T* output, int block, int blocks)
    {
        public ConvolutionShape Shape { get; } = shape;

        public T* Input { get; } = input;

        public T* Weights { get; } = weights;

        public T* Bias { get; } = bias;

        public T* Output { get; } = output;

        public int Block { get; } = block;

        public int Blocks { get; } = blocks;

        public void Run(long first, long last)
        {
            ConvolutionShape s = Shape;
            using PackingBuffer buffer = PackingBuffer.Rent((long)s.Taps * Block * sizeof(T));
            var columns = (T*)buffer.Pointer;
            for (long item = first; item < last; item++)
            {
                (long plane, long block) = Math.DivRem(item, Blocks);
                (long image, long group) = Math.DivRem(plane, s.Groups);
                int from = (int)block * Block;
                int to = Math.Min(s.Output.Area, from + Block);
                T* channels = Input + (image * s.InputImage) + (group * s.InputChannels * s.Input.Area);
                ImageColumns.Gather(s, channels, s.InputChannels, from, to, columns);
                T* output = Output + (image * s.OutputImage) + (group * s.OutputChannels * s.Output.Area) + from;
                for (int row = 0; Bias != null && row < s.OutputChannels; row++)
                {
                    new Span<T>(output + ((long)row * s.Output.Area), to - from).Fill(Bias[(group * s.OutputChannels) + row]);
                }

                HostGemm.Multiply(
                    T.One,
                    HostMatrix<T>.RowMajor(Weights + (group * s.OutputChannels * s.Taps), s.OutputChannels, s.Taps, s.Taps),
                    HostMatrix<T>.RowMajor(columns, s.Taps, to - from, to - from),
                    Bias == null ? T.Zero : T.One,
                    HostMatrix<T>.RowMajor(output, s.OutputChannels, to - from, s.Output.Area),
                    1);
            }
        }
    }
}
