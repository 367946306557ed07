using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Gemm.Host;

namespace Panther.Kernels.Convolution.Host;

/// <summary>Convolutions on the host's cores: products with blocks of <see cref="ImageColumns{T}"/>, one core a block.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal static unsafe class ForwardOnHost<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>See <see cref="Convolutions.Forward"/>.</summary>
    public static void Enqueue(
        DeviceStream stream, ConvolutionShape shape, ArrayView<T> input, ArrayView<T> weights, ArrayView<T> bias, ArrayView<T> output)
    {
        var work = new Work(
            shape,
            stream.HostPointer(input),
            stream.HostPointer(weights),
            bias.Length == 0 ? null : stream.HostPointer(bias),
            stream.HostPointer(output),
            ImageBlock.Spread(shape, shape.Taps, sizeof(T)));
        stream.EnqueueHost("Convolution", work, static (w, parallel) =>
            parallel.For(w.Blocks, w, static (w, first, last, _) => w.Run(first, last)));
    }

    private sealed class Work(ConvolutionShape s, T* input, T* weights, T* bias, T* output, ImageBlock block)
    {
        private readonly long imageBlocks = block.ImageBlocks(s.Images);
        private readonly long pixelBlocks = block.PixelBlocks(s.Output.Area);

        public long Blocks => s.Groups * imageBlocks * pixelBlocks;

        public void Run(long first, long last)
        {
            long columnLength = (long)s.Taps * block.Columns;
            long resultLength = block.Images > 1 ? (long)s.OutputChannels * block.Columns : 0;
            using PackingBuffer buffer = PackingBuffer.Rent((columnLength + resultLength + ImageColumns<T>.PlaneLength(s)) * sizeof(T));
            var columns = (T*)buffer.Pointer;
            T* result = columns + columnLength;
            var gathered = new ImageColumns<T>(s, result + resultLength);
            for (long item = first; item < last; item++)
            {
                (long plane, long pixels) = Math.DivRem(item, pixelBlocks);
                (long group, long images) = Math.DivRem(plane, imageBlocks);
                int image = (int)images * block.Images;
                int count = Math.Min(block.Images, s.Images - image);
                int from = (int)pixels * block.Pixels;
                int to = Math.Min(s.Output.Area, from + block.Pixels);
                int width = count * (to - from);
                for (int i = 0; i < count; i++)
                {
                    T* channels = input + ((image + i) * s.InputImage) + (group * s.InputChannels * s.Input.Area);
                    gathered.Gather(channels, s.InputChannels, from, to, columns + (i * (to - from)), width);
                }

                // Rows of several images are no matrix; their product goes through a buffer.
                T* target = output + (image * s.OutputImage) + (group * s.OutputChannels * s.Output.Area) + from;
                T* product = count > 1 ? result : target;
                int pitch = count > 1 ? width : s.Output.Area;
                for (int row = 0; bias != null && row < s.OutputChannels; row++)
                {
                    new Span<T>(product + ((long)row * pitch), width).Fill(bias[(group * s.OutputChannels) + row]);
                }

                HostGemm.Multiply(
                    T.One,
                    HostMatrix<T>.RowMajor(weights + (group * s.OutputChannels * s.Taps), s.OutputChannels, s.Taps, s.Taps),
                    HostMatrix<T>.RowMajor(columns, s.Taps, width, width),
                    bias == null ? T.Zero : T.One,
                    HostMatrix<T>.RowMajor(product, s.OutputChannels, width, pitch),
                    1);
                for (int i = 0; i < count && count > 1; i++)
                {
                    ImageRows<T>.Copy(result + (i * s.Output.Area), width, target + (i * s.OutputImage), s.Output.Area, s.OutputChannels, s.Output.Area);
                }
            }
        }
    }
}
