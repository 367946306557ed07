using System.Numerics;
using System.Runtime.CompilerServices;

namespace Panther.Kernels.Gemm.Host;

/// <summary>
/// One product: for each block of the depth, the threads first pack the factor with the smaller extent together, then each packs chunks of
/// the other factor for itself and multiplies them by the shared block, tile by tile.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <typeparam name="TTile">The register tile.</typeparam>
internal sealed unsafe class PackedGemm<T, TTile> : HostTeam
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
    private readonly long _sharedLimit;
    private readonly long _chunkLanes;
    private T _beta;
    private T* _shared;
    private T* _private;
    private long _privateLength;
    private long _depthStart;
    private long _depth;
    private long _sharedStart;
    private long _sharedLanes;
    private bool _packing;

    private PackedGemm(
        T alpha, HostMatrix<T> a, HostMatrix<T> b, T beta, HostMatrix<T> c, int maxDegreeOfParallelism, GemmRegion region)
    {
        (_alpha, _a, _b, _beta, _c, _region) = (alpha, a, b, beta, c, region);
        double work = (double)c.Rows * c.Columns * a.Columns;
        int most = maxDegreeOfParallelism > 0 ? maxDegreeOfParallelism : Environment.ProcessorCount;
        _workers = (int)Math.Clamp(work / GemmBlocking.WorkPerThread, 1, Math.Min(most, Environment.ProcessorCount));
        _sharesColumns = c.Columns <= c.Rows;

        (int sharedWidth, int privateWidth) = _sharesColumns ? (TTile.Columns, TTile.Rows) : (TTile.Rows, TTile.Columns);
        (long sharedExtent, long privateExtent) = _sharesColumns ? (c.Columns, c.Rows) : (c.Rows, c.Columns);
        long depth = Math.Min(a.Columns, GemmBlocking.Depth);
        _sharedLimit = LanesIn(GemmBlocking.SharedBytes, depth, sharedWidth, sharedExtent);
        long balanced = GemmBlocking.Panels(privateExtent, GemmBlocking.ChunksPerThread * _workers);
        _chunkLanes = LanesIn(GemmBlocking.PrivateBytes, depth, privateWidth, _workers == 1 ? privateExtent : balanced);
    }

    /// <summary>Computes <c>c = alpha * a * b + beta * c</c> in the region; c has adjacent columns, or else general strides.</summary>
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
            int width = _sharesColumns ? TTile.Columns : TTile.Rows;
            Pack(_sharesColumns, _sharedStart + chunk * width, Math.Min(width, _sharedLanes - chunk * width), _shared + chunk * width * _depth);
            return;
        }

        T* own = _private + worker * _privateLength;
        long start = chunk * _chunkLanes;
        long lanes = Math.Min(_chunkLanes, (_sharesColumns ? _c.Rows : _c.Columns) - start);
        Pack(!_sharesColumns, start, lanes, own);
        if (_sharesColumns)
        {
            MultiplyBlock(own, start, lanes, _shared, _sharedStart, _sharedLanes);
        }
        else
        {
            MultiplyBlock(_shared, _sharedStart, _sharedLanes, own, start, lanes);
        }
    }

    private static long LanesIn(long bytes, long depth, int width, long extent)
    {
        long fitting = Math.Max(width, bytes / (depth * sizeof(T)) / width * width);
        return Math.Min(fitting, GemmBlocking.Panels(extent, width) * width);
    }

    private void Run()
    {
        long depthLimit = Math.Min(_a.Columns, GemmBlocking.Depth);
        long sharedExtent = _sharesColumns ? _c.Columns : _c.Rows;
        int chunks = (int)GemmBlocking.Panels(_sharesColumns ? _c.Rows : _c.Columns, _chunkLanes);
        long sharedLength = _sharedLimit * depthLimit;
        _privateLength = _chunkLanes * depthLimit;
        using PackingBuffer buffer = PackingBuffer.Rent((sharedLength + _workers * _privateLength) * sizeof(T));
        _shared = (T*)buffer.Pointer;
        _private = _shared + sharedLength;

        Open(_workers);
        T beta = _beta;
        for (_sharedStart = 0; _sharedStart < sharedExtent; _sharedStart += _sharedLimit)
        {
            _sharedLanes = Math.Min(_sharedLimit, sharedExtent - _sharedStart);
            _beta = beta;
            for (_depthStart = 0; _depthStart < _a.Columns; _depthStart += GemmBlocking.Depth)
            {
                _depth = Math.Min(GemmBlocking.Depth, _a.Columns - _depthStart);
                _packing = true;
                RunPhase((int)GemmBlocking.Panels(_sharedLanes, _sharesColumns ? TTile.Columns : TTile.Rows));
                _packing = false;
                RunPhase(chunks);
                _beta = T.One;
            }
        }

        Close();
    }

    private void Pack(bool columns, long start, long lanes, T* block)
    {
        if (columns)
        {
            T* source = _b.Pointer + start * _b.ColumnStride + _depthStart * _b.RowStride;
            for (long lane = 0; lane < lanes; lane += TTile.Columns, source += TTile.Columns * _b.ColumnStride)
            {
                if (lanes - lane > TTile.NarrowColumns)
                {
                    PanelPacking.Pack(source, _b.ColumnStride, _b.RowStride, Math.Min(TTile.Columns, lanes - lane), _depth, TTile.Columns, block);
                }
                else
                {
                    PanelPacking.Pack(source, _b.ColumnStride, _b.RowStride, lanes - lane, _depth, TTile.NarrowColumns, block);
                }

                block += TTile.Columns * _depth;
            }
        }
        else
        {
            T* source = _a.Pointer + start * _a.RowStride + _depthStart * _a.ColumnStride;
            for (long lane = 0; lane < lanes; lane += TTile.Rows, source += TTile.Rows * _a.RowStride)
            {
                PanelPacking.Pack(source, _a.RowStride, _a.ColumnStride, Math.Min(TTile.Rows, lanes - lane), _depth, TTile.Rows, block);
                block += TTile.Rows * _depth;
            }
        }
    }

    [SkipLocalsInit]
    private void MultiplyBlock(T* aBlock, long row, long rows, T* bBlock, long column, long columns)
    {
        T* scratch = stackalloc T[TTile.Rows * TTile.Columns];
        for (long j = 0; j < columns; j += TTile.Columns)
        {
            T* b = bBlock + j * _depth;
            long width = Math.Min(TTile.Columns, columns - j);
            for (long i = 0; i < rows; i += TTile.Rows)
            {
                long height = Math.Min(TTile.Rows, rows - i);
                if (IsOutside(row + i, height, column + j, width))
                {
                    continue;
                }

                T* a = aBlock + i * _depth;
                T* c = _c.Pointer + (row + i) * _c.RowStride + (column + j) * _c.ColumnStride;
                bool whole = height == TTile.Rows && _c.ColumnStride == 1;
                if (whole && width == TTile.Columns)
                {
                    TTile.Multiply(_depth, a, b, _alpha, _beta, c, _c.RowStride);
                }
                else if (width > TTile.NarrowColumns)
                {
                    TTile.Multiply(_depth, a, b, T.One, T.Zero, scratch, TTile.Columns);
                    CopyOut(scratch, TTile.Columns, height, width, c);
                }
                else if (whole && width == TTile.NarrowColumns)
                {
                    TTile.MultiplyNarrow(_depth, a, b, _alpha, _beta, c, _c.RowStride);
                }
                else
                {
                    TTile.MultiplyNarrow(_depth, a, b, T.One, T.Zero, scratch, TTile.NarrowColumns);
                    CopyOut(scratch, TTile.NarrowColumns, height, width, c);
                }
            }
        }
    }

    private bool IsOutside(long row, long height, long column, long width) => _region switch
    {
        GemmRegion.Upper => row > column + width - 1,
        GemmRegion.Lower => column > row + height - 1,
        _ => false,
    };

    private void CopyOut(T* tile, long tileStride, long height, long width, T* c)
    {
        for (long i = 0; i < height; i++, tile += tileStride, c += _c.RowStride)
        {
            for (long j = 0; j < width; j++)
            {
                T* element = c + j * _c.ColumnStride;
                T product = _alpha * tile[j];
                *element = _beta == T.Zero ? product : T.FusedMultiplyAdd(_alpha, tile[j], _beta * *element);
            }
        }
    }
}
