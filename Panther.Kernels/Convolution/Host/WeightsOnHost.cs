using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Gemm.Host;

namespace Panther.Kernels.Convolution.Host;

/// <summary>
/// Gradients by weights on the host's cores. Images are cut into a number of parts that does not depend on the cores, and the parts' sums are added in order; where the weights are too
/// many for that, cores have channels to themselves instead.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
internal static unsafe class WeightsOnHost<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int MostParts = 8;
    private const long MostPartBytes = 1 << 20;

    /// <summary>See <see cref="Convolutions.Weights"/>.</summary>
    public static void Enqueue(DeviceStream stream, ConvolutionShape shape, ArrayView<T> input, ArrayView<T> output, ArrayView<T> weights)
    {
        bool isSmall = shape.Weights * sizeof(T) <= MostPartBytes;
        int parts = isSmall ? Math.Min(MostParts, shape.Images) : 1;
        int slices = isSmall ? 1 : Math.Min(MostParts, shape.InputChannels);
        int channels = (shape.InputChannels + slices - 1) / slices;
        var work = new Work(
            shape,
            stream.HostPointer(input),
            stream.HostPointer(output),
            stream.HostPointer(weights),
            parts,
            slices,
            channels,
            ImageBlock.Of(shape, channels * shape.Kernel.Area, sizeof(T), (shape.Images + parts - 1) / parts));
        stream.EnqueueHost("Convolution by weights", work, static (w, parallel) => w.Run(parallel));
    }

    private sealed class Work(ConvolutionShape s, T* input, T* output, T* weights, int parts, int slices, int channels, ImageBlock block)
    {
        private T* partial;

        public void Run(HostParallel parallel)
        {
            using PackingBuffer buffer = PackingBuffer.Rent((parts - 1) * s.Weights * sizeof(T));
            partial = (T*)buffer.Pointer;
            parallel.For((long)s.Groups * parts * slices, this, static (w, first, last, _) => w.Sum(first, last));
            for (int part = 1; part < parts; part++)
            {
                T* from = Part(part);
                for (long i = 0; i < s.Weights; i++)
                {
                    weights[i] += from[i];
                }
            }
        }

        private T* Part(int part) => part == 0 ? weights : partial + ((part - 1) * s.Weights);

        private void Sum(long first, long last)
        {
            long columnLength = (long)channels * s.Kernel.Area * block.Columns;
            long rowLength = block.Images > 1 ? (long)s.OutputChannels * block.Columns : 0;
            using PackingBuffer buffer = PackingBuffer.Rent((columnLength + rowLength + ImageColumns<T>.PlaneLength(s)) * sizeof(T));
            var columns = (T*)buffer.Pointer;
            T* rows = columns + columnLength;
            var gathered = new ImageColumns<T>(s, rows + rowLength);
            for (long item = first; item < last; item++)
            {
                (long rest, long slice) = Math.DivRem(item, slices);
                (long group, long part) = Math.DivRem(rest, parts);
                int channel = (int)slice * channels;
                int channelCount = Math.Min(channels, s.InputChannels - channel);
                if (channelCount <= 0)
                {
                    continue;
                }

                int taps = channelCount * s.Kernel.Area;
                HostMatrix<T> sum = HostMatrix<T>.RowMajor(
                    Part((int)part) + (group * s.OutputChannels * s.Taps) + ((long)channel * s.Kernel.Area), s.OutputChannels, taps, s.Taps);
                T beta = T.Zero;
                int count;
                long behind = s.Images * (part + 1) / parts;
                for (long image = s.Images * part / parts; image < behind; image += count)
                {
                    count = (int)Math.Min(block.Images, behind - image);
                    T* channelsOfImage = input + (image * s.InputImage) + (((group * s.InputChannels) + channel) * s.Input.Area);
                    T* source = output + (image * s.OutputImage) + (group * s.OutputChannels * s.Output.Area);
                    for (int i = 0; i < count && count > 1; i++)
                    {
                        ImageRows<T>.Copy(source + (i * s.OutputImage), s.Output.Area, rows + (i * s.Output.Area), (long)count * s.Output.Area, s.OutputChannels, s.Output.Area);
                    }

                    for (int from = 0; from < s.Output.Area; from += block.Pixels)
                    {
                        int to = Math.Min(s.Output.Area, from + block.Pixels);
                        int width = count * (to - from);
                        for (int i = 0; i < count; i++)
                        {
                            gathered.Gather(channelsOfImage + (i * s.InputImage), channelCount, from, to, columns + (i * (to - from)), width);
                        }

                        HostGemm.Multiply(
                            T.One,
                            count > 1
                                ? HostMatrix<T>.RowMajor(rows, s.OutputChannels, width, width)
                                : HostMatrix<T>.RowMajor(source + from, s.OutputChannels, width, s.Output.Area),
                            HostMatrix<T>.RowMajor(columns, taps, width, width).Transposed,
                            beta,
                            sum,
                            1);
                        beta = T.One;
                    }
                }
            }
        }
    }
}
