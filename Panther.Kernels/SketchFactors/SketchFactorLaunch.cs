using System.Numerics;
using System.Runtime.CompilerServices;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Gemm;

namespace Panther.Kernels.SketchFactors;

/// <summary>Launches <see cref="SketchFactorKernels"/> with a tile.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <typeparam name="TTile">The tile.</typeparam>
internal static class SketchFactorLaunch<T, TTile>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TTile : struct, IGemmTile
{
    // Two groups of 256 threads share the registers of a multiprocessor, where sums are floats.
    private static readonly JitOptions Options = new()
    {
        MaxThreadsPerGroup = GemmKernel.Threads<TTile>(),
        MinGroupsPerMultiprocessor = GemmKernel.Threads<TTile>() == 256 && Unsafe.SizeOf<T>() == sizeof(float) ? 2 : 0,
    };

    public static void Multiply(DeviceStream queue, int splits, in SketchFactorArguments<T> g, bool isTransposed)
    {
        Kernel<SketchFactorArguments<T>, SpecializedValue<bool>> kernel = IsWide(g, g.Places)
            ? queue.Device.LoadKernel<SketchFactorArguments<T>, SpecializedValue<bool>>(SketchFactorKernels.Multiply<T, TTile, AlongDepth4>, Options)
            : queue.Device.LoadKernel<SketchFactorArguments<T>, SpecializedValue<bool>>(SketchFactorKernels.Multiply<T, TTile, AlongDepth1>, Options);
        kernel.Launch(queue, new KernelConfig(new Index2D(Tiles(g.Rows, g.Rank, TTile.Columns / 2), splits), TTile.GroupShape), g, SpecializedValue.New(isTransposed));
    }

    public static void MultiplyTransposed(DeviceStream queue, in SketchFactorArguments<T> g, bool isTransposed)
    {
        Kernel<SketchFactorArguments<T>, SpecializedValue<bool>> kernel = IsWide(g, g.Rank)
            ? queue.Device.LoadKernel<SketchFactorArguments<T>, SpecializedValue<bool>>(SketchFactorKernels.MultiplyTransposed<T, TTile, AlongDepth4>, Options)
            : queue.Device.LoadKernel<SketchFactorArguments<T>, SpecializedValue<bool>>(SketchFactorKernels.MultiplyTransposed<T, TTile, AlongDepth1>, Options);
        kernel.Launch(queue, new KernelConfig(new Index2D(Tiles(g.Rows, g.Places, TTile.Columns), 1), TTile.GroupShape), g, SpecializedValue.New(isTransposed));
    }

    private static int Tiles(int rows, int columns, int width)
        => checked((int)((((long)rows + TTile.Rows - 1) / TTile.Rows) * (((long)columns + width - 1) / width)));

    /// <summary>Whether all rows of left factor and product, and the halves of rows, can be read and written in aligned pieces of four elements, and panels divide the depth.</summary>
    private static bool IsWide(in SketchFactorArguments<T> g, int depth) =>
        depth % TTile.Depth == 0 && g.Places % 4 == 0 && g.Rank % 4 == 0 && g.Left.IsAlignedTo(4 * Unsafe.SizeOf<T>()) && g.Output.IsAlignedTo(4 * Unsafe.SizeOf<T>());
}
