using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Panther.Kernels.Gemm.Host;

/// <summary>
/// Brings the source of the panel that is packed next towards the second-level cache, a part with each tile, because the runs of a panel
/// are too short for the processor's own prefetching.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
internal readonly unsafe struct PanelPrefetch<T>
    where T : unmanaged
{
    private const int LineBytes = 64;
    private readonly byte* _source;
    private readonly long _runs;
    private readonly long _runStride;
    private readonly long _runBytes;

    /// <summary>Names the source of a panel, in the terms of <see cref="PanelPacking"/>.</summary>
    /// <param name="source">Lane 0 at depth 0.</param>
    /// <param name="laneStride">The distance between two lanes.</param>
    /// <param name="depthStride">The distance between two depth steps.</param>
    /// <param name="lanes">The number of lanes.</param>
    /// <param name="depth">The number of depth steps.</param>
    public PanelPrefetch(T* source, long laneStride, long depthStride, long lanes, long depth)
    {
        _source = (byte*)source;
        if (laneStride == 1)
        {
            (_runs, _runStride, _runBytes) = (depth, depthStride * sizeof(T), lanes * sizeof(T));
        }
        else if (depthStride == 1)
        {
            (_runs, _runStride, _runBytes) = (lanes, laneStride * sizeof(T), depth * sizeof(T));
        }
    }

    /// <summary>Fetches the share [from, to) of the panel.</summary>
    /// <param name="from">The start of the share.</param>
    /// <param name="to">Its end; cut at <paramref name="whole"/>.</param>
    /// <param name="whole">The measure of the whole panel.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fetch(long from, long to, long whole)
    {
        if (!Sse.IsSupported || _runs == 0)
        {
            return;
        }

        long end = Math.Min(to, whole) * _runs / whole;
        for (long run = from * _runs / whole; run < end; run++)
        {
            byte* first = _source + run * _runStride;
            for (long offset = 0; offset < _runBytes; offset += LineBytes)
            {
                Sse.Prefetch1(first + offset);
            }
        }
    }
}
