using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Panther.Kernels.Gemm.Host;

/// <summary>
/// Copies a factor into panels that a register tile reads front to back: a panel holds <c>width</c> lanes (rows of the left factor
/// or columns of the right one) with the lanes of one depth step adjacent. Missing lanes of the last panel are zeros.
/// </summary>
internal static unsafe class PanelPacking
{
    /// <summary>Packs one panel.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="source">Lane 0 at depth 0.</param>
    /// <param name="laneStride">The distance between two lanes.</param>
    /// <param name="depthStride">The distance between two depth steps.</param>
    /// <param name="lanes">The number of lanes present, at most <paramref name="width"/>.</param>
    /// <param name="depth">The number of depth steps.</param>
    /// <param name="width">The number of lanes of the panel; a constant where this is inlined.</param>
    /// <param name="panel">The panel: <paramref name="depth"/> × <paramref name="width"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Pack<T>(T* source, long laneStride, long depthStride, long lanes, long depth, int width, T* panel)
        where T : unmanaged
    {
        if (lanes < width)
        {
            new Span<T>(panel, checked((int)(depth * width))).Clear();
        }

        if (depthStride == 1 && laneStride != 1)
        {
            PackTransposed(source, laneStride, lanes, depth, width, panel);
        }
        else if (laneStride == 1 && lanes == width)
        {
            for (; depth > 0; depth--)
            {
                Unsafe.CopyBlockUnaligned(panel, source, (uint)(width * sizeof(T)));
                source += depthStride;
                panel += width;
            }
        }
        else
        {
            Gather(source, laneStride, depthStride, 0, lanes, 0, depth, width, panel);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PackTransposed<T>(T* source, long laneStride, long lanes, long depth, int width, T* panel)
        where T : unmanaged
    {
        long blockedLanes = HasTranspose4x4<T>() ? lanes & ~3L : 0;
        long blockedDepth = depth & ~3L;
        for (long lane = 0; lane < blockedLanes; lane += 4)
        {
            T* from = source + lane * laneStride;
            T* to = panel + lane;
            for (long p = 0; p < blockedDepth; p += 4)
            {
                Transpose4x4(from + p, laneStride, to + p * width, width);
            }
        }

        Gather(source, laneStride, 1, blockedLanes, lanes, 0, blockedDepth, width, panel);
        Gather(source, laneStride, 1, 0, lanes, blockedDepth, depth, width, panel);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Gather<T>(
        T* source, long laneStride, long depthStride, long firstLane, long lastLane, long firstDepth, long lastDepth, int width, T* panel)
        where T : unmanaged
    {
        for (long p = firstDepth; p < lastDepth; p++)
        {
            for (long lane = firstLane; lane < lastLane; lane++)
            {
                panel[p * width + lane] = source[lane * laneStride + p * depthStride];
            }
        }
    }

    /// <summary>Whether <see cref="Transpose4x4{T}"/> works for the element type on this processor.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool HasTranspose4x4<T>()
        where T : unmanaged =>
        sizeof(T) == sizeof(float) ? Sse.IsSupported || AdvSimd.Arm64.IsSupported : Avx.IsSupported;

    /// <summary>Writes four runs of four elements as their transpose.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="from">The first run.</param>
    /// <param name="fromStride">The distance between two runs read.</param>
    /// <param name="to">The first run written.</param>
    /// <param name="toStride">The distance between two runs written.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Transpose4x4<T>(T* from, long fromStride, T* to, long toStride)
        where T : unmanaged
    {
        if (sizeof(T) == sizeof(float))
        {
            Transpose4x4((float*)from, fromStride, (float*)to, toStride);
        }
        else
        {
            Transpose4x4((double*)from, fromStride, (double*)to, toStride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose4x4(float* from, long fromStride, float* to, long toStride)
    {
        Vector128<float> a = Vector128.Load(from);
        Vector128<float> b = Vector128.Load(from + fromStride);
        Vector128<float> c = Vector128.Load(from + 2 * fromStride);
        Vector128<float> d = Vector128.Load(from + 3 * fromStride);
        Vector128<float> acLow = ZipLow(a, c), acHigh = ZipHigh(a, c), bdLow = ZipLow(b, d), bdHigh = ZipHigh(b, d);
        ZipLow(acLow, bdLow).Store(to);
        ZipHigh(acLow, bdLow).Store(to + toStride);
        ZipLow(acHigh, bdHigh).Store(to + 2 * toStride);
        ZipHigh(acHigh, bdHigh).Store(to + 3 * toStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose4x4(double* from, long fromStride, double* to, long toStride)
    {
        Vector256<double> a = Vector256.Load(from);
        Vector256<double> b = Vector256.Load(from + fromStride);
        Vector256<double> c = Vector256.Load(from + 2 * fromStride);
        Vector256<double> d = Vector256.Load(from + 3 * fromStride);
        Vector256<double> abEven = Avx.UnpackLow(a, b), abOdd = Avx.UnpackHigh(a, b);
        Vector256<double> cdEven = Avx.UnpackLow(c, d), cdOdd = Avx.UnpackHigh(c, d);
        Avx.Permute2x128(abEven, cdEven, 0x20).Store(to);
        Avx.Permute2x128(abOdd, cdOdd, 0x20).Store(to + toStride);
        Avx.Permute2x128(abEven, cdEven, 0x31).Store(to + 2 * toStride);
        Avx.Permute2x128(abOdd, cdOdd, 0x31).Store(to + 3 * toStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> ZipLow(Vector128<float> x, Vector128<float> y) =>
        Sse.IsSupported ? Sse.UnpackLow(x, y) : AdvSimd.Arm64.ZipLow(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> ZipHigh(Vector128<float> x, Vector128<float> y) =>
        Sse.IsSupported ? Sse.UnpackHigh(x, y) : AdvSimd.Arm64.ZipHigh(x, y);
}
