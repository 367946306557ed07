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
        var work = new Work(shape, stream.HostPointer(input), stream.HostPointer(output), stream.HostPointer(weights), parts, slices);
        stream.EnqueueHost("Convolution by weights", work, static (w, parallel) => w.Run(parallel));
    }

    private sealed class Work(ConvolutionShape shape, T* input, T* output, T* weights, int parts, int slices)
    {
        public ConvolutionShape Shape { get; } = shape;

        public T* Input { get; } = input;

        public T* Output { get; } = output;

        public T* Weights { get; } = weights;

        public int Parts { get; } = parts;

        public int Slices { get; } = slices;

        private T* partial;

        public void Run(HostParallel parallel)
        {
            using PackingBuffer buffer = PackingBuffer.Rent((Parts - 1) * Shape.Weights * sizeof(T));
            partial = (T*)buffer.Pointer;
            parallel.For((long)Shape.Groups * Parts * Slices, this, static (w, first, last, _) => w.Sum(first, last));
            for (int part = 1; part < Parts; part++)
            {
                T* from = Part(part);
                for (long i = 0; i < Shape.Weights; i++)
                {
                    Weights[i] += from[i];
                }
            }
        }

        private T* Part(int part) => part == 0 ? Weights : partial + ((part - 1) * Shape.Weights);

        private void Sum(long first, long last)
        {
            ConvolutionShape s = Shape;
            int channels = (s.InputChannels + Slices - 1) / Slices;
            int block = ImageColumns.BlockColumns(s, channels * s.Kernel.Area, sizeof(T));
            using PackingBuffer buffer = PackingBuffer.Rent((long)channels * s.Kernel.Area * block * sizeof(T));
            var columns = (T*)buffer.Pointer;
            for (long item = first; item < last; item++)
            {
                (long rest, long slice) = Math.DivRem(item, Slices);
                (long group, long part) = Math.DivRem(rest, Parts);
                int channel = (int)slice * channels;
                int count = Math.Min(channels, s.InputChannels - channel);
                if (count <= 0)
                {
                    continue;
                }

                int taps = count * s.Kernel.Area;
                T* weights = Part((int)part) + (group * s.OutputChannels * s.Taps) + ((long)channel * s.Kernel.Area);
                T beta = T.Zero;
                for (long image = s.Images * part / Parts; image < s.Images * (part + 1) / Parts; image++)
                {
                    T* input = Input + (image * s.InputImage) + (((group * s.InputChannels) + channel) * s.Input.Area);
                    T* output = Output + (image * s.OutputImage) + (group * s.OutputChannels * s.Output.Area);
                    for (int from = 0; from < s.Output.Area; from += block)
                    {
                        int to = Math.Min(s.Output.Area, from + block);
                        ImageColumns.Gather(s, input, count, from, to, columns);
                        HostGemm.Multiply(
                            T.One,
                            HostMatrix<T>.RowMajor(output + from, s.OutputChannels, to - from, s.Output.Area),
                            HostMatrix<T>.RowMajor(columns, taps, to - from, to - from).Transposed,
                            beta,
                            HostMatrix<T>.RowMajor(weights, s.OutputChannels, taps, s.Taps),
                            1);
                        beta = T.One;
                    }
                }
            }
        }
    }
}
