using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Gemm;

namespace Panther.Kernels.Convolution;

/// <summary>Writes the three maps of <see cref="Convolutions"/> as products for <see cref="ConvolutionKernel"/>, and launches it.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal static class ConvolutionLaunch<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int MostSplits = 128;

    /// <summary>Groups of threads for each multiprocessor that keep it busy.</summary>
    private const int WantedGroups = 4;

    /// <summary>The pixels that are worth a part of their own.</summary>
    private const int LeastSplitDepth = 256;

    private static readonly Extent2 One = new(1, 1);

    /// <summary>Rows are channels of the output, columns its pixels, the depth weights of a channel.</summary>
    public static void Forward(
        DeviceStream stream, ConvolutionShape s, ArrayView<T> input, ArrayView<T> weights, ArrayView<T> bias, ArrayView<T> output, GemmTileChoice? tile = null)
    {
        var g = new ConvolutionArguments<T>
        {
            Left = weights,
            LeftStride = s.Taps,
            LeftInner = new FastDivisor(s.Taps),
            LeftGroupStride = (long)s.OutputChannels * s.Taps,
            Right = input,
            Columns = new GridWalk(s.Output, s.InputImage, s.Stride, new Extent2(-s.Padding.Y, -s.Padding.X)),
            Levels = new GridWalk(s.Kernel, s.Input.Area, s.Dilation, default),
            StrideY = new FastDivisor(1),
            StrideX = new FastDivisor(1),
            Height = s.Input.Y,
            Width = s.Input.X,
            RightGroupStride = (long)s.InputChannels * s.Input.Area,
            Output = output,
            OutputStride = s.Output.Area,
            OutputInner = new FastDivisor(s.Output.Area),
            OutputOuterStride = s.OutputImage,
            OutputGroupStride = (long)s.OutputChannels * s.Output.Area,
            Bias = bias,
            RowCount = s.OutputChannels,
            ColumnCount = checked(s.Images * s.Output.Area),
            Depth = s.Taps,
        };
        Enqueue<PixelColumns>(stream, tile, s.Groups, 1, g);
    }

    /// <summary>Rows are channels of the input, columns its pixels, the depth weights by channel of the output; the coordinates of the output follow by division by the stride.</summary>
    public static void Transposed(
        DeviceStream stream, ConvolutionShape s, ArrayView<T> output, ArrayView<T> weights, ArrayView<T> bias, ArrayView<T> input, GemmTileChoice? tile = null)
    {
        var g = new ConvolutionArguments<T>
        {
            Left = weights,
            LeftStride = s.Kernel.Area,
            LeftInner = new FastDivisor(s.Kernel.Area),
            LeftOuterStride = s.Taps,
            LeftGroupStride = (long)s.OutputChannels * s.Taps,
            Right = output,
            Columns = new GridWalk(s.Input, s.OutputImage, One, s.Padding),
            Levels = new GridWalk(s.Kernel, s.Output.Area, new Extent2(-s.Dilation.Y, -s.Dilation.X), default),
            StrideY = new FastDivisor(s.Stride.Y),
            StrideX = new FastDivisor(s.Stride.X),
            Height = s.Output.Y,
            Width = s.Output.X,
            RightGroupStride = (long)s.OutputChannels * s.Output.Area,
            Output = input,
            OutputStride = s.Input.Area,
            OutputInner = new FastDivisor(s.Input.Area),
            OutputOuterStride = s.InputImage,
            OutputGroupStride = (long)s.InputChannels * s.Input.Area,
            Bias = bias,
            RowCount = s.InputChannels,
            ColumnCount = checked(s.Images * s.Input.Area),
            Depth = checked(s.OutputChannels * s.Kernel.Area),
        };
        if (s.Stride == One)
        {
            Enqueue<PixelColumns>(stream, tile, s.Groups, 1, g);
        }
        else
        {
            Enqueue<StridedPixelColumns>(stream, tile, s.Groups, 1, g);
        }
    }

    /// <summary>Rows are channels of the output, columns weights of a channel, the depth pixels of the output; split where the weights alone do not fill the device.</summary>
    public static void Weights(
        DeviceStream stream, ConvolutionShape s, ArrayView<T> input, ArrayView<T> output, ArrayView<T> weights, GemmTileChoice? tile = null, int splits = 0)
    {
        var g = new ConvolutionArguments<T>
        {
            Left = output,
            LeftStride = s.Output.Area,
            LeftInner = new FastDivisor(s.Output.Area),
            LeftOuterStride = s.OutputImage,
            LeftGroupStride = (long)s.OutputChannels * s.Output.Area,
            Right = input,
            Columns = new GridWalk(s.Kernel, s.Input.Area, s.Dilation, new Extent2(-s.Padding.Y, -s.Padding.X)),
            Levels = new GridWalk(s.Output, s.InputImage, s.Stride, default),
            StrideY = new FastDivisor(1),
            StrideX = new FastDivisor(1),
            Height = s.Input.Y,
            Width = s.Input.X,
            RightGroupStride = (long)s.InputChannels * s.Input.Area,
            Output = weights,
            OutputStride = s.Taps,
            OutputInner = new FastDivisor(s.Taps),
            OutputGroupStride = (long)s.OutputChannels * s.Taps,
            RowCount = s.OutputChannels,
            ColumnCount = s.Taps,
            Depth = checked(s.Images * s.Output.Area),
        };
        splits = splits > 0 ? splits : SplitsFor(stream.Device, s, g.Depth);
        if (splits == 1)
        {
            Enqueue<WeightColumns>(stream, tile, s.Groups, 1, g);
            return;
        }

        using DeviceBuffer<T> planes = stream.Device.Allocate<T>(checked(s.Weights * splits), stream);
        g.Output = planes.View;
        g.OutputPlane = s.Weights;
        Enqueue<WeightColumns>(stream, tile, s.Groups, splits, g);
        stream.Device
            .LoadKernel<LongIndex1D, ArrayView<T>, long, int, int, ArrayView<T>, long, T, T, ArrayView<T>>(PlaneSum.Add)
            .Launch(stream, s.Weights, planes.View, s.Weights, splits, checked((int)s.Weights), weights, s.Weights, T.One, T.Zero, default);
    }

    /// <summary>Into how many parts sums over pixels are cut, for enough groups of threads with enough work each.</summary>
    private static int SplitsFor(Device device, ConvolutionShape s, int depth)
    {
        if (device.IsProcessor)
        {
            return 1;
        }

        int side = TileFor(device, s.OutputChannels) == GemmTileChoice.Square ? SquareTile.Rows : SmallTile.Rows;
        long tiles = (long)s.Groups * ((s.OutputChannels + side - 1) / side) * ((s.Taps + side - 1) / side);
        long wanted = (long)WantedGroups * device.MultiprocessorCount / tiles;
        return (int)Math.Clamp(Math.Min(wanted, depth / LeastSplitDepth), 1, MostSplits);
    }

    private static GemmTileChoice TileFor(Device device, int rows) =>
        device.IsProcessor ? GemmTileChoice.Vector
        : rows <= ChannelTile.Rows ? GemmTileChoice.Narrow
        : rows <= SmallTile.Rows ? GemmTileChoice.Small
        : GemmTileChoice.Square;

    private static void Enqueue<TForm>(DeviceStream stream, GemmTileChoice? tile, int groups, int splits, in ConvolutionArguments<T> g)
        where TForm : struct, IConvolutionForm
    {
        switch (tile ?? TileFor(stream.Device, g.RowCount))
        {
            case GemmTileChoice.Narrow:
                Enqueue<ChannelTile, TForm>(stream, groups, splits, g);
                break;
            case GemmTileChoice.Small:
                Enqueue<SmallTile, TForm>(stream, groups, splits, g);
                break;
            case GemmTileChoice.Square:
                Enqueue<SquareTile, TForm>(stream, groups, splits, g);
                break;
            default:
                Enqueue<VectorTile, TForm>(stream, groups, splits, g);
                break;
        }
    }

    private static void Enqueue<TTile, TForm>(DeviceStream stream, int groups, int splits, ConvolutionArguments<T> g)
        where TTile : struct, IGemmTile
        where TForm : struct, IConvolutionForm
    {
        long steps = ((long)g.Depth + TTile.Depth - 1) / TTile.Depth;
        g.SplitDepth = checked((int)((steps + splits - 1) / splits * TTile.Depth));
        int threads = TTile.Rows / TTile.ThreadRows * (TTile.Columns / TTile.ThreadColumns);
        long tiles = (((long)g.RowCount + TTile.Rows - 1) / TTile.Rows) * (((long)g.ColumnCount + TTile.Columns - 1) / TTile.Columns);
        stream.Device
            .LoadKernel<ConvolutionArguments<T>>(ConvolutionKernel.Multiply<T, TTile, TForm>, new JitOptions { MaxThreadsPerGroup = threads })
            .Launch(stream, new KernelConfig(new Index3D(checked((int)tiles), splits, groups), new Index3D(TTile.GroupShape.X, TTile.GroupShape.Y, 1)), g);
    }
}
