using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Gemm.Host;

namespace Panther.Kernels.Convolution.Host;

/// <summary>
/// Transposed convolutions on the host's cores: products that give blocks of columns, which are added to the images. One core has some channels of an image to itself, so sums have one order.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
internal static unsafe class TransposedOnHost<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Pieces of work that occupy all cores evenly.</summary>
    private const int WantedPieces = 16;

    /// <summary>See <see cref="Convolutions.Transposed"/>.</summary>
    public static void Enqueue(
        DeviceStream stream, ConvolutionShape shape, ArrayView<T> output, ArrayView<T> weights, ArrayView<T> bias, ArrayView<T> input)
    {
        long planes = (long)shape.Images * shape.Groups;
        int pieces = (int)Math.Clamp(WantedPieces / planes, 1, shape.InputChannels);
        int channels = (shape.InputChannels + pieces - 1) / pieces;
        var work = new Work(
            shape,
            stream.HostPointer(output),
            stream.HostPointer(weights),
            bias.Length == 0 ? null : stream.HostPointer(bias),
            stream.HostPointer(input),
            channels,
            (shape.InputChannels + channels - 1) / channels);
        stream.EnqueueHost("Transposed convolution", work, static (w, parallel) =>
            parallel.For((long)w.Shape.Images * w.Shape.Groups * w.Pieces, w, static (w, first, last, _) => w.Run(first, last)));
    }

    private sealed class Work(ConvolutionShape shape, T* output, T* weights, T* bias, T* input, int channels, int pieces)
    {
        public ConvolutionShape Shape { get; } = shape;

        public T* Output { get; } = output;

        public T* Weights { get; } = weights;

        public T* Bias { get; } = bias;

        public T* Input { get; } = input;

        public int Channels { get; } = channels;

        public int Pieces { get; } = pieces;

        public void Run(long first, long last)
        {
            ConvolutionShape s = Shape;
            int block = ImageColumns.BlockColumns(s, Channels * s.Kernel.Area, sizeof(T));
            using PackingBuffer buffer = PackingBuffer.Rent((long)Channels * s.Kernel.Area * block * sizeof(T));
            var columns = (T*)buffer.Pointer;
            for (long item = first; item < last; item++)
            {
                (long plane, long piece) = Math.DivRem(item, Pieces);
                (long image, long group) = Math.DivRem(plane, s.Groups);
                int channel = (int)piece * Channels;
                int count = Math.Min(Channels, s.InputChannels - channel);
                T* input = Input + (image * s.InputImage) + (((group * s.InputChannels) + channel) * s.Input.Area);
                for (int i = 0; i < count; i++)
                {
                    T start = Bias == null ? T.Zero : Bias[(group * s.InputChannels) + channel + i];
                    new Span<T>(input + ((long)i * s.Input.Area), s.Input.Area).Fill(start);
                }

                int taps = count * s.Kernel.Area;
                T* weights = Weights + (group * s.OutputChannels * s.Taps) + ((long)channel * s.Kernel.Area);
                T* output = Output + (image * s.OutputImage) + (group * s.OutputChannels * s.Output.Area);
                for (int from = 0; from < s.Output.Area; from += block)
                {
                    int to = Math.Min(s.Output.Area, from + block);
                    HostGemm.Multiply(
                        T.One,
                        HostMatrix<T>.RowMajor(weights, s.OutputChannels, taps, s.Taps).Transposed,
                        HostMatrix<T>.RowMajor(output + from, s.OutputChannels, to - from, s.Output.Area),
                        T.Zero,
                        HostMatrix<T>.RowMajor(columns, taps, to - from, to - from),
                        1);
                    ImageColumns.Add(s, columns, count, from, to, input);
                }
            }
        }
    }
}
