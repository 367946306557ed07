using System.Numerics;
using System.Runtime.CompilerServices;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Gemm;
using Panther.Kernels.Launch;

namespace Panther.Kernels.Convolution;

/// <summary>Writes gradients by weights as products for <see cref="WeightKernel"/>, splits them where the weights alone do not fill the device, and launches it.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal static class WeightLaunch<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The pixels that are worth a part of their own.</summary>
    private const int LeastSplitDepth = 128;

    // The groups of threads that keep a multiprocessor of an H200 busy, and that it holds at a time: those of 64 threads, of more, and of the direct kernel.
    private const int SmallGroups = 4;
    private const int LargeGroups = 2;
    private const int DirectGroups = 16;

    /// <summary>See <see cref="Convolutions.Weights"/>.</summary>
    public static void Enqueue(
        DeviceStream stream, ConvolutionShape s, ArrayView<T> input, ArrayView<T> output, ArrayView<T> weights, ConvolutionTile? tile = null, int splits = 0)
    {
        s.ThrowIfPaddedTooFar();
        var g = new WeightArguments<T>
        {
            Rows = output,
            RowStride = s.Output.Area,
            RowImageStride = s.OutputImage,
            RowGroupStride = (long)s.OutputChannels * s.Output.Area,
            Images = input,
            GroupStride = s.InputGroup,
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
        tile ??= ConvolutionTiles.ForWeights(stream.Device, s.OutputChannels, s.Taps);
        var request = new Request(stream, s.Groups, splits, g);
        if (s.Padding == default)
        {
            InForm<InsideForm>(tile.Value, request);
        }
        else
        {
            InForm<EdgeForm>(tile.Value, request);
        }
    }

    private static void InForm<TForm>(ConvolutionTile tile, in Request r)
        where TForm : struct, IConvolutionForm
        => ConvolutionTiles.Launch(r.Stream.Device, tile, new Launch<TForm>(r));

    /// <summary>Launches the kernel on splits that are multiples of its step deep, and adds up what they leave.</summary>
    private static void Enqueue(in Request r, int groupsAtOnce, int step, Kernel<WeightArguments<T>> kernel, long tiles, Index2D groupShape)
    {
        WeightArguments<T> g = r.Arguments;
        Device device = r.Stream.Device;
        int tilesOfGroup = KernelExtent.Of(tiles, "The tiles of a convolution's weights");
        int splits = r.Splits > 0 ? r.Splits : device.IsProcessor ? 1 : SplitsFor(device, groupsAtOnce, tiles * r.Groups, g.Depth);
        long steps = ((long)g.Depth + step - 1) / step;
        g.SplitDepth = checked((int)((steps + splits - 1) / splits * step));
        splits = (int)(((long)g.Depth + g.SplitDepth - 1) / g.SplitDepth);

        ArrayView<T> weights = g.Output.Elements;
        using DeviceBuffer<T>? planes = splits > 1 ? device.Allocate<T>(checked(g.Output.SplitStride * splits), r.Stream) : null;
        g.Output.Elements = planes?.View ?? weights;
        g.Output.IsWide = g.Output.RowStride % 4 == 0 && g.Output.Elements.IsAlignedTo(4 * Unsafe.SizeOf<T>());
        for (int first = 0; first < r.Groups; first += GridLayers.Most)
        {
            int layers = Math.Min(GridLayers.Most, r.Groups - first);
            WeightArguments<T> part = g;
            part.Rows = g.Rows.SubView(first * g.RowGroupStride);
            part.Images = g.Images.SubView(first * g.GroupStride);
            part.Output = g.Output.From(first);
            kernel.Launch(r.Stream, new KernelConfig(new Index3D(tilesOfGroup, splits, layers), new Index3D(groupShape.X, groupShape.Y, 1)), part);
        }

        if (planes is not null)
        {
            long groups = (g.Output.SplitStride + SplitSum.Elements - 1) / SplitSum.Elements;
            device.LoadKernel<ArrayView<T>, long, int, ArrayView<T>>(SplitSum.Add, new JitOptions { MaxThreadsPerGroup = SplitSum.Threads })
                .Launch(r.Stream, new KernelConfig(checked((int)groups), SplitSum.Threads), planes.View, g.Output.SplitStride, splits, weights);
        }
    }

    /// <summary>Into how many parts sums over pixels are cut: what fills the device once, with enough work each.</summary>
    private static int SplitsFor(Device device, int groupsAtOnce, long tiles, int depth)
    {
        if (device.MaxThreadsPerGroup < SplitSum.Threads)
        {
            return 1;
        }

        long wanted = (long)groupsAtOnce * device.MultiprocessorCount / tiles;
        return (int)Math.Clamp(Math.Min(wanted, depth / LeastSplitDepth), 1, ushort.MaxValue);
    }

    private readonly record struct Request(DeviceStream Stream, int Groups, int Splits, WeightArguments<T> Arguments);

    private readonly record struct Launch<TForm>(Request Request) : IConvolutionLaunch
        where TForm : struct, IConvolutionForm
    {
        public bool TryInTiles<TTile>()
            where TTile : struct, IGemmTile
        {
            Device device = Request.Stream.Device;
            if (!ConvolutionTiles.Fits<T, TTile>(device))
            {
                return false;
            }

            ConvolutionOutput<T> output = Request.Arguments.Output;
            long tiles = (((long)output.RowCount + TTile.Rows - 1) / TTile.Rows) * (((long)output.ColumnCount + TTile.Columns - 1) / TTile.Columns);
            Kernel<WeightArguments<T>> kernel = device.LoadKernel<WeightArguments<T>>(
                WeightKernel.Multiply<T, TTile, TForm>, new JitOptions { MaxThreadsPerGroup = GemmKernel.Threads<TTile>() });
            Enqueue(Request, GemmKernel.Threads<TTile>() > 64 ? LargeGroups : SmallGroups, TTile.Depth, kernel, tiles, TTile.GroupShape);
            return true;
        }

        public bool TryDirect()
        {
            Device device = Request.Stream.Device;
            if (device.MaxThreadsPerGroup < DirectKernels.Threads)
            {
                return false;
            }

            WeightArguments<T> g = Request.Arguments;
            Kernel<WeightArguments<T>> kernel = device.LoadKernel<WeightArguments<T>>(
                DirectKernels.Weights<T, TForm>, new JitOptions { MaxThreadsPerGroup = DirectKernels.Threads });
            Enqueue(Request, DirectGroups, DirectKernels.Threads, kernel, (long)g.Output.RowCount * g.Output.ColumnCount, new Index2D(DirectKernels.Threads, 1));
            return true;
        }
    }
}
