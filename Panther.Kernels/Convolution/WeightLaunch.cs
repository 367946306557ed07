using System.Numerics;
using System.Runtime.CompilerServices;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Gemm;

namespace Panther.Kernels.Convolution;

/// <summary>Writes gradients by weights as products for <see cref="WeightKernel"/>, splits them where the weights alone do not fill the device, and launches it.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal static class WeightLaunch<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The pixels that are worth a part of their own.</summary>
    private const int LeastSplitDepth = 128;

    /// <summary>See <see cref="Convolutions.Weights"/>.</summary>
    public static void Enqueue(
        DeviceStream stream, ConvolutionShape s, ArrayView<T> input, ArrayView<T> output, ArrayView<T> weights, ConvolutionTile? tile = null, int splits = 0)
    {
        var g = new WeightArguments<T>
        {
            Rows = output,
            RowStride = s.Output.Area,
            RowImageStride = s.OutputImage,
            RowGroupStride = (long)s.OutputChannels * s.Output.Area,
            Images = input,
            GroupStride = checked(s.InputChannels * s.Input.Area),
            Taps = new TapGrid
            {
                Y = new TapAxis(s.Kernel.Y, 1, s.Dilation.Y, -s.Padding.Y),
                X = new TapAxis(s.Kernel.X, 1, s.Dilation.X, -s.Padding.X),
                Channels = s.InputChannels,
                Plane = s.Input.Area,
                Width = s.Input.X,
            },
            Levels = new PixelWalk(s.Output, s.InputImage, s.Stride, s.Input),
            Depth = ConvolutionTiles.Pixels(s.Images, s.Output.Area),
            Output = new ConvolutionOutput<T>
            {
                Elements = weights,
                RowStride = s.Taps,
                Plane = new FastDivisor(s.Taps),
                GroupStride = (long)s.OutputChannels * s.Taps,
                SplitStride = s.Weights,
                RowCount = s.OutputChannels,
                ColumnCount = s.Taps,
            },
        };
        var request = new Request(stream, s.Groups, splits, tile ?? ConvolutionTiles.ForWeights(stream.Device, s.OutputChannels, s.Taps), g);
        if (s.Padding == default)
        {
            WithForm<InsideForm>(request);
        }
        else
        {
            WithForm<EdgeForm>(request);
        }
    }

    private static void WithForm<TForm>(in Request r)
        where TForm : struct, IConvolutionForm
    {
        switch (r.Tile)
        {
            case ConvolutionTile.Tap:
                Enqueue<TapTile, TForm>(r);
                break;
            case ConvolutionTile.Channel:
                Enqueue<ChannelTile, TForm>(r);
                break;
            case ConvolutionTile.Small:
                Enqueue<SmallTile, TForm>(r);
                break;
            case ConvolutionTile.Square:
                Enqueue<SquareTile, TForm>(r);
                break;
            case ConvolutionTile.Direct:
                EnqueueDirect<TForm>(r);
                break;
            default:
                Enqueue<VectorTile, TForm>(r);
                break;
        }
    }

    private static void Enqueue<TTile, TForm>(in Request r)
        where TTile : struct, IGemmTile
        where TForm : struct, IConvolutionForm
    {
        ConvolutionOutput<T> output = r.Arguments.Output;
        long tiles = (((long)output.RowCount + TTile.Rows - 1) / TTile.Rows) * (((long)output.ColumnCount + TTile.Columns - 1) / TTile.Columns);
        Kernel<WeightArguments<T>> kernel = r.Stream.Device.LoadKernel<WeightArguments<T>>(
            WeightKernel.Multiply<T, TTile, TForm>, new JitOptions { MaxThreadsPerGroup = GemmKernel.Threads<TTile>() });
        Enqueue(r, TTile.Depth, kernel, tiles, TTile.GroupShape);
    }

    private static void EnqueueDirect<TForm>(in Request r)
        where TForm : struct, IConvolutionForm
    {
        Kernel<WeightArguments<T>> kernel = r.Stream.Device.LoadKernel<WeightArguments<T>>(
            DirectKernels.Weights<T, TForm>, new JitOptions { MaxThreadsPerGroup = DirectKernels.Threads });
        Enqueue(r, DirectKernels.Threads, kernel, (long)r.Arguments.Output.RowCount * r.Arguments.Output.ColumnCount, new Index2D(DirectKernels.Threads, 1));
    }

    /// <summary>Launches the kernel on splits that are multiples of its step deep, and adds up what they leave.</summary>
    private static void Enqueue(in Request r, int step, Kernel<WeightArguments<T>> kernel, long tiles, Index2D groupShape)
    {
        WeightArguments<T> g = r.Arguments;
        Device device = r.Stream.Device;
        int splits = r.Splits > 0 ? r.Splits : device.IsProcessor ? 1 : SplitsFor(device, r.Tile, tiles * r.Groups, g.Depth);
        long steps = ((long)g.Depth + step - 1) / step;
        g.SplitDepth = checked((int)((steps + splits - 1) / splits * step));
        splits = (int)(((long)g.Depth + g.SplitDepth - 1) / g.SplitDepth);

        ArrayView<T> weights = g.Output.Elements;
        using DeviceBuffer<T>? planes = splits > 1 ? device.Allocate<T>(checked(g.Output.SplitStride * splits), r.Stream) : null;
        g.Output.Elements = planes?.View ?? weights;
        g.Output.IsWide = g.Output.RowStride % 4 == 0 && g.Output.Elements.IsAlignedTo(4 * Unsafe.SizeOf<T>());
        kernel.Launch(r.Stream, new KernelConfig(new Index3D(checked((int)tiles), splits, r.Groups), new Index3D(groupShape.X, groupShape.Y, 1)), g);
        if (planes is not null)
        {
            long groups = (g.Output.SplitStride + SplitSum.Elements - 1) / SplitSum.Elements;
            device.LoadKernel<ArrayView<T>, long, int, ArrayView<T>>(SplitSum.Add, new JitOptions { MaxThreadsPerGroup = SplitSum.Threads })
                .Launch(r.Stream, new KernelConfig(checked((int)groups), SplitSum.Threads), planes.View, g.Output.SplitStride, splits, weights);
        }
    }

    /// <summary>Into how many parts sums over pixels are cut: what fills the device once, with enough work each.</summary>
    private static int SplitsFor(Device device, ConvolutionTile tile, long tiles, int depth)
    {
        long wanted = (long)ConvolutionTiles.GroupsPerMultiprocessor(tile) * device.MultiprocessorCount / tiles;
        return (int)Math.Clamp(Math.Min(wanted, depth / LeastSplitDepth), 1, ushort.MaxValue);
    }

    private readonly record struct Request(DeviceStream Stream, int Groups, int Splits, ConvolutionTile Tile, WeightArguments<T> Arguments);
}
