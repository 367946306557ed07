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
            ImageBlock.Spread(shape, channels * shape.Kernel.Area, sizeof(T)));
        stream.EnqueueHost("Transposed convolution", work, static (w, parallel) =>
            parallel.For(w.Items, w, static (w, first, last, _) => w.Run(first, last)));
    }

    private sealed class Work(ConvolutionShape s, T* output, T* weights, T* bias, T* input, int channels, ImageBlock block)
    {
        private readonly long imageBlocks = block.ImageBlocks(s.Images);
        private readonly long pieces = (s.InputChannels + channels - 1) / channels;

        public long Items => imageBlocks * s.Groups * pieces;

        public void Run(long first, long last)
        {
            long columnLength = (long)channels * s.Kernel.Area * block.Columns;
            long rowLength = block.Images > 1 ? (long)s.OutputChannels * block.Columns : 0;
            using PackingBuffer buffer = PackingBuffer.Rent((columnLength + rowLength + ImageColumns<T>.PlaneLength(s)) * sizeof(T));
            var columns = (T*)buffer.Pointer;
            T* rows = columns + columnLength;
            var added = new ImageColumns<T>(s, rows + rowLength);
            for (long item = first; item < last; item++)
            {
                (long plane, long piece) = Math.DivRem(item, pieces);
                (long images, long group) = Math.DivRem(plane, s.Groups);
                int image = (int)images * block.Images;
                int count = Math.Min(block.Images, s.Images - image);
                int channel = (int)piece * channels;
                int channelCount = Math.Min(channels, s.InputChannels - channel);
                T* target = input + (image * s.InputImage) + (((group * s.InputChannels) + channel) * s.Input.Area);
                for (int i = 0; i < count * channelCount; i++)
                {
                    (int number, int inImage) = Math.DivRem(i, channelCount);
                    T start = bias == null ? T.Zero : bias[(group * s.InputChannels) + channel + inImage];
                    new Span<T>(target + (number * s.InputImage) + ((long)inImage * s.Input.Area), s.Input.Area).Fill(start);
                }

                int taps = channelCount * s.Kernel.Area;
                T* source = output + (image * s.OutputImage) + (group * s.OutputChannels * s.Output.Area);
                for (int i = 0; i < count && count > 1; i++)
                {
                    ImageRows<T>.Copy(source + (i * s.OutputImage), s.Output.Area, rows + (i * s.Output.Area), (long)count * s.Output.Area, s.OutputChannels, s.Output.Area);
                }

                for (int from = 0; from < s.Output.Area; from += block.Pixels)
                {
                    int to = Math.Min(s.Output.Area, from + block.Pixels);
                    int width = count * (to - from);
                    HostGemm.Multiply(
                        T.One,
                        HostMatrix<T>.RowMajor(weights + (group * s.OutputChannels * s.Taps) + ((long)channel * s.Kernel.Area), s.OutputChannels, taps, s.Taps).Transposed,
                        count > 1
                            ? HostMatrix<T>.RowMajor(rows, s.OutputChannels, width, width)
                            : HostMatrix<T>.RowMajor(source + from, s.OutputChannels, width, s.Output.Area),
                        T.Zero,
                        HostMatrix<T>.RowMajor(columns, taps, width, width),
                        1);
                    for (int i = 0; i < count; i++)
                    {
                        added.Add(columns + (i * (to - from)), width, channelCount, from, to, target + (i * s.InputImage));
                    }
                }
            }
        }
    }
}
