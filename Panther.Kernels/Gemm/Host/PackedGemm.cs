using System.Numerics;
using System.Runtime.CompilerServices;

namespace Panther.Kernels.Gemm.Host;

/// <summary>
/// One product. For each block of the depth, the threads first pack the factor with the smaller extent together; then each takes panels
/// of the other factor, packs a panel into its first-level cache and multiplies it by the shared block, tile by tile.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <typeparam name="TTile">The register tile.</typeparam>
internal sealed unsafe partial class PackedGemm<T, TTile> : HostTeam
    where T : unmanaged, IFloatingPointIeee754<T>
    where TTile : struct, IRegisterTile<T>
{
    private readonly HostMatrix<T> _a;
    private readonly HostMatrix<T> _b;
    private readonly HostMatrix<T> _c;
    private readonly T _alpha;
    private readonly GemmRegion _region;
    private readonly bool _sharesColumns;
    private readonly int _workers;
    private readonly long _privatePanels;
    private readonly long _panelsPerChunk;
    private T _beta;
    private T* _shared;
    private T* _private;
    private long _depthStart;
    private long _depth;
    private long _sharedStart;
    private long _sharedLanes;
    private bool _packing;

    private PackedGemm(
        T alpha, HostMatrix<T> a, HostMatrix<T> b, T beta, HostMatrix<T> c, int maxDegreeOfParallelism, GemmRegion region)
    {
        (_alpha, _a, _b, _beta, _c, _region) = (alpha, a, b, beta, c, region);
        _workers = GemmBlocking.Workers((double)c.Rows * c.Columns * a.Columns, maxDegreeOfParallelism);
        _sharesColumns = c.Columns <= c.Rows;
        _privatePanels = _sharesColumns ? GemmBlocking.Panels(c.Rows, TTile.Rows) : GemmBlocking.Panels(c.Columns, TTile.Columns);
        _panelsPerChunk = GemmBlocking.Panels(_privatePanels, GemmBlocking.ChunksPerThread * _workers);
    }

    /// <summary>Computes <c>c = alpha * a * b + beta * c</c> in the region; fastest when the columns of c are adjacent.</summary>
    /// <param name="alpha">The factor of the product.</param>
    /// <param name="a">The left factor, m×k with k at least 1.</param>
    /// <param name="b">The right factor, k×n.</param>
    /// <param name="beta">The factor of the former content.</param>
    /// <param name="c">The destination, m×n.</param>
    /// <param name="maxDegreeOfParallelism">The most threads to use; 0 for as many as there are processors.</param>
    /// <param name="region">The part of the destination that is wanted.</param>
    public static void Run(
        T alpha, HostMatrix<T> a, HostMatrix<T> b, T beta, HostMatrix<T> c, int maxDegreeOfParallelism, GemmRegion region) =>
        new PackedGemm<T, TTile>(alpha, a, b, beta, c, maxDegreeOfParallelism, region).Run();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Execute(int chunk, int worker)
    {
        if (_packing)
        {
            PackShared(chunk);
            return;
        }

        long end = Math.Min(_privatePanels, (chunk + 1) * _panelsPerChunk);
        for (long panel = chunk * _panelsPerChunk; panel < end; panel++)
        {
            if (_sharesColumns)
            {
                MultiplyRows(panel * TTile.Rows, _private + worker * TTile.Rows * GemmBlocking.Depth, panel + 1 < end);
            }
            else
            {
                MultiplyColumns(panel * TTile.Columns, _private + worker * TTile.Columns * GemmBlocking.Depth, panel + 1 < end);
            }
        }
    }

    private void Run()
    {
        (long sharedExtent, int sharedWidth, int privateWidth) = _sharesColumns
            ? (_c.Columns, TTile.Columns, TTile.Rows)
            : (_c.Rows, TTile.Rows, TTile.Columns);
        long depthLimit = Math.Min(_a.Columns, GemmBlocking.Depth);
        long sharedLimit = Math.Max(1, GemmBlocking.SharedBytes / (depthLimit * sizeof(T)) / sharedWidth) * sharedWidth;
        sharedLimit = Math.Min(sharedLimit, GemmBlocking.Panels(sharedExtent, sharedWidth) * sharedWidth);
        long privateLength = _workers * privateWidth * GemmBlocking.Depth;
        using PackingBuffer buffer = PackingBuffer.Rent((privateLength + sharedLimit * depthLimit) * sizeof(T));
        _private = (T*)buffer.Pointer;
        _shared = _private + privateLength;

        Open(_workers);
        T beta = _beta;
        for (_sharedStart = 0; _sharedStart < sharedExtent; _sharedStart += sharedLimit)
        {
            _sharedLanes = Math.Min(sharedLimit, sharedExtent - _sharedStart);
            _beta = beta;
            for (_depthStart = 0; _depthStart < _a.Columns; _depthStart += GemmBlocking.Depth)
            {
                _depth = Math.Min(GemmBlocking.Depth, _a.Columns - _depthStart);
                _packing = true;
                RunPhase((int)GemmBlocking.Panels(_sharedLanes, sharedWidth));
                _packing = false;
                RunPhase((int)GemmBlocking.Panels(_privatePanels, _panelsPerChunk));
                _beta = T.One;
            }
        }

        Close();
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MultiplyRows(long row, T* panel, bool hasNext)
    {
        T* scratch = stackalloc T[TTile.Rows * TTile.Columns];
        long height = Math.Min(TTile.Rows, _c.Rows - row);
        if (IsOutside(row, height, _sharedStart, _sharedLanes))
        {
            return;
        }

        PackRows(row, height, panel);
        PanelPrefetch<T> next = hasNext
            ? new(RowSource(row + TTile.Rows), _a.RowStride, _a.ColumnStride, Math.Min(TTile.Rows, _c.Rows - row - TTile.Rows), _depth)
            : default;
        for (long lane = 0; lane < _sharedLanes; lane += TTile.Columns)
        {
            next.Fetch(lane, lane + TTile.Columns, _sharedLanes);
            MultiplyTile(panel, row, height, _shared + lane * _depth, _sharedStart + lane, Math.Min(TTile.Columns, _sharedLanes - lane), scratch);
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MultiplyColumns(long column, T* panel, bool hasNext)
    {
        T* scratch = stackalloc T[TTile.Rows * TTile.Columns];
        long width = Math.Min(TTile.Columns, _c.Columns - column);
        if (IsOutside(_sharedStart, _sharedLanes, column, width))
        {
            return;
        }

        PackColumns(column, width, panel);
        PanelPrefetch<T> next = hasNext
            ? new(ColumnSource(column + TTile.Columns), _b.ColumnStride, _b.RowStride, Math.Min(TTile.Columns, _c.Columns - column - TTile.Columns), _depth)
            : default;
        for (long lane = 0; lane < _sharedLanes; lane += TTile.Rows)
        {
            next.Fetch(lane, lane + TTile.Rows, _sharedLanes);
            MultiplyTile(_shared + lane * _depth, _sharedStart + lane, Math.Min(TTile.Rows, _sharedLanes - lane), panel, column, width, scratch);
        }
    }

    private bool IsOutside(long row, long height, long column, long width) => _region switch
    {
        GemmRegion.Upper => row > column + width - 1,
        GemmRegion.Lower => column > row + height - 1,
        _ => false,
    };
}
