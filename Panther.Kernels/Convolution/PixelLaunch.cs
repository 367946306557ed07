using System.Numerics;
using System.Runtime.CompilerServices;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Gemm;
using Panther.Kernels.Launch;

namespace Panther.Kernels.Convolution;

/// <summary>Writes convolutions and their transposes as products for <see cref="PixelKernel"/>, packs the weights, and launches it.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal static class PixelLaunch<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static readonly Extent2 One = new(1, 1);

    /// <summary>See <see cref="Convolutions.Forward"/>.</summary>
    public static void Forward(
        DeviceStream stream, ConvolutionShape s, ArrayView<T> input, ArrayView<T> weights, ArrayView<T> bias, ArrayView<T> output, ConvolutionTile? tile = null)
    {
        s.ThrowIfPaddedTooFar();
        var g = new PixelArguments<T>
        {
            Levels = new TapGrid
            {
                Y = new TapAxis(s.Kernel.Y, 1, s.Dilation.Y, -s.Padding.Y),
                X = new TapAxis(s.Kernel.X, 1, s.Dilation.X, -s.Padding.X),
                Channels = s.InputChannels,
                Plane = s.Input.Area,
                Width = s.Input.X,
            },
            Images = input,
            GroupStride = s.InputGroup,
            Columns = new PixelWalk(s.Output, s.InputImage, s.Stride, s.Input),
            Output = new ConvolutionOutput<T>
            {
                Elements = output,
                RowStride = s.Output.Area,
                Plane = new FastDivisor(s.Output.Area),
                PlaneStride = s.OutputImage,
                GroupStride = (long)s.OutputChannels * s.Output.Area,
                Bias = bias,
                RowCount = s.OutputChannels,
                ColumnCount = ConvolutionTiles.Pixels(s.Images, s.Output.Area),
            },
        };
        bool hasEdges = s.Padding != default;
        tile ??= ConvolutionTiles.ForPixels(stream.Device, s.OutputChannels, hasEdges);
        var request = new Request(stream, weights, false, s.Groups, g);
        if (hasEdges)
        {
            InForm<EdgeForm>(tile.Value, request);
        }
        else
        {
            InForm<InsideForm>(tile.Value, request);
        }
    }

    /// <summary>See <see cref="Convolutions.Transposed"/>.</summary>
    /// <remarks>Pixels of one residue by the stride meet the same weights. Such a class of pixels is a convolution of stride 1, so no weight is multiplied by zeros between the strides.</remarks>
    public static void Transposed(
        DeviceStream stream, ConvolutionShape s, ArrayView<T> output, ArrayView<T> weights, ArrayView<T> bias, ArrayView<T> input, ConvolutionTile? tile = null)
    {
        s.ThrowIfPaddedTooFar();
        var pixels = new Extent2((s.Input.Y + s.Stride.Y - 1) / s.Stride.Y, (s.Input.X + s.Stride.X - 1) / s.Stride.X);
        var g = new PixelArguments<T>
        {
            Levels = new TapGrid
            {
                Y = new TapAxis(s.Kernel.Y, s.Stride.Y, -s.Dilation.Y, s.Padding.Y),
                X = new TapAxis(s.Kernel.X, s.Stride.X, -s.Dilation.X, s.Padding.X),
                Channels = s.OutputChannels,
                Plane = s.Output.Area,
                Width = s.Output.X,
            },
            Images = output,
            GroupStride = s.OutputGroup,
            Columns = new PixelWalk(pixels, s.OutputImage, One, s.Output),
            Output = new ConvolutionOutput<T>
            {
                Elements = input,
                RowStride = s.Input.Area,
                Plane = new FastDivisor(pixels.Area),
                PlaneStride = s.InputImage,
                GroupStride = (long)s.InputChannels * s.Input.Area,
                Bias = bias,
                RowCount = s.InputChannels,
                ColumnCount = ConvolutionTiles.Pixels(s.Images, pixels.Area),
                ClassRow = new FastDivisor(pixels.X),
                Height = s.Input.Y,
                Width = s.Input.X,
                ClassesY = s.Stride.Y,
                ClassesX = s.Stride.X,
            },
        };
        tile ??= ConvolutionTiles.ForPixels(stream.Device, s.InputChannels, hasEdges: true);
        var request = new Request(stream, weights, true, s.Groups, g);
        if (s.Stride == One)
        {
            InForm<EdgeForm>(tile.Value, request);
        }
        else
        {
            InForm<StridedForm>(tile.Value, request);
        }
    }

    private static void InForm<TForm>(ConvolutionTile tile, in Request r)
        where TForm : struct, IConvolutionForm
        => ConvolutionTiles.Launch(r.Stream.Device, tile, new Launch<TForm>(r));

    /// <summary>Packs the weights, as many rows and in steps as deep as the kernel wants, and launches it.</summary>
    private static void Enqueue(in Request r, int packedRows, int depth, Kernel<PixelArguments<T>> kernel, long groups, Index2D groupShape)
    {
        PixelArguments<T> g = r.Arguments;
        g.Output.IsWide = g.Output.RowStride % 4 == 0 && g.Output.Elements.IsAlignedTo(4 * Unsafe.SizeOf<T>());
        g.PackedRows = packedRows;
        g.Slot = ConvolutionTiles.Rounded(g.Levels.MostCount, depth);
        int levels = KernelExtent.Of((long)g.Levels.Classes * g.Slot, "The places that the weights of a convolution meet");
        int packed = KernelExtent.Of(checked((long)levels * g.PackedRows * r.Groups), "The weights of a convolution, filled up to whole tiles,");
        int tiles = KernelExtent.Of(groups, "The tiles of a convolution");
        Device device = r.Stream.Device;
        using DeviceBuffer<T> weights = device.Allocate<T>(packed, r.Stream);
        using DeviceBuffer<TapPlace> taps = device.Allocate<TapPlace>(levels, r.Stream);
        g.Weights = weights.View;
        g.Taps = taps.View;
        device.LoadKernel<Index1D, ArrayView<T>, bool, int, PixelArguments<T>>(WeightPacking.Pack)
            .Launch(r.Stream, packed, r.Weights, r.IsTransposed, g.Output.RowCount, g);
        for (int first = 0; first < r.Groups; first += GridLayers.Most)
        {
            int layers = Math.Min(GridLayers.Most, r.Groups - first);
            PixelArguments<T> part = g;
            part.Weights = g.Weights.SubView((long)first * levels * packedRows);
            part.Images = g.Images.SubView(first * g.GroupStride);
            part.Output = g.Output.From(first);
            kernel.Launch(r.Stream, new KernelConfig(new Index3D(tiles, 1, layers), new Index3D(groupShape.X, groupShape.Y, 1)), part);
        }
    }

    private readonly record struct Request(DeviceStream Stream, ArrayView<T> Weights, bool IsTransposed, int Groups, PixelArguments<T> Arguments);

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
            int rows = ConvolutionTiles.Rounded(output.RowCount, TTile.Rows);
            long tiles = (long)(rows / TTile.Rows) * Request.Arguments.Levels.Classes * (((long)output.ColumnCount + TTile.Columns - 1) / TTile.Columns);
            Kernel<PixelArguments<T>> kernel = device.LoadKernel<PixelArguments<T>>(
                PixelKernel.Multiply<T, TTile, TForm>, new JitOptions { MaxThreadsPerGroup = GemmKernel.Threads<TTile>() });
            Enqueue(Request, rows, TTile.Depth, kernel, tiles, TTile.GroupShape);
            return true;
        }

        public bool TryDirect()
        {
            Device device = Request.Stream.Device;
            if (device.MaxThreadsPerGroup < DirectKernels.Threads)
            {
                return false;
            }

            ConvolutionOutput<T> output = Request.Arguments.Output;
            long stretches = (((long)output.ColumnCount + DirectKernels.Threads - 1) / DirectKernels.Threads) * output.RowCount * Request.Arguments.Levels.Classes;
            Kernel<PixelArguments<T>> kernel = device.LoadKernel<PixelArguments<T>>(
                DirectKernels.Pixels<T, TForm>, new JitOptions { MaxThreadsPerGroup = DirectKernels.Threads });
            Enqueue(Request, output.RowCount, 1, kernel, stretches, new Index2D(DirectKernels.Threads, 1));
            return true;
        }
    }
}
