using System.Runtime.CompilerServices;

namespace Panther.Kernels.Gemm.Host;

/// <content>The packing of either factor's panels.</content>
internal sealed unsafe partial class PackedGemm<T, TTile>
{
    private T* RowSource(long row) => _a.Pointer + row * _a.RowStride + _depthStart * _a.ColumnStride;

    private T* ColumnSource(long column) => _b.Pointer + column * _b.ColumnStride + _depthStart * _b.RowStride;

    private void PackShared(long panel)
    {
        if (_sharesColumns)
        {
            long lane = panel * TTile.Columns;
            PackColumns(_sharedStart + lane, Math.Min(TTile.Columns, _sharedLanes - lane), _shared + lane * _depth);
        }
        else
        {
            long lane = panel * TTile.Rows;
            PackRows(_sharedStart + lane, Math.Min(TTile.Rows, _sharedLanes - lane), _shared + lane * _depth);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void PackRows(long row, long height, T* panel) =>
        PanelPacking.Pack(RowSource(row), _a.RowStride, _a.ColumnStride, height, _depth, TTile.Rows, panel);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void PackColumns(long column, long width, T* panel)
    {
        if (width > TTile.NarrowColumns)
        {
            PanelPacking.Pack(ColumnSource(column), _b.ColumnStride, _b.RowStride, width, _depth, TTile.Columns, panel);
        }
        else
        {
            PanelPacking.Pack(ColumnSource(column), _b.ColumnStride, _b.RowStride, width, _depth, TTile.NarrowColumns, panel);
        }
    }
}
