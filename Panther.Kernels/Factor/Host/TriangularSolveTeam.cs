using System.Numerics;
using System.Runtime.Intrinsics;
using Panther.Kernels.Gemm.Host;

namespace Panther.Kernels.Factor.Host;

/// <summary>One triangular solve, the right-hand sides dealt out to the threads in slabs.</summary>
/// <typeparam name="T">The element type, also the accumulation type.</typeparam>
internal sealed class TriangularSolveTeam<T> : HostTeam
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const long MinSlab = 128;
    private const int BlockOrder = 32;
    private readonly bool _upper;
    private readonly bool _unitDiagonal;
    private readonly HostMatrix<T> _t;
    private readonly HostMatrix<T> _b;
    private readonly long _slab;
    private readonly int _threadsInSlab;

    private TriangularSolveTeam(bool upper, bool unitDiagonal, HostMatrix<T> t, HostMatrix<T> b, int workers)
    {
        (_upper, _unitDiagonal, _t, _b) = (upper, unitDiagonal, t, b);
        long even = GemmBlocking.Panels(b.Columns, workers * GemmBlocking.ChunksPerThread);
        _slab = workers == 1 ? b.Columns : Math.Max(MinSlab, GemmBlocking.Panels(even, MinSlab) * MinSlab);
        _threadsInSlab = _slab >= b.Columns ? workers : 1;
    }

    /// <summary><c>b = t⁻¹ * b</c>.</summary>
    /// <param name="upper">Which triangle of <paramref name="t"/> counts.</param>
    /// <param name="unitDiagonal">Whether the diagonal is taken as ones, unread.</param>
    /// <param name="t">The triangle, n×n.</param>
    /// <param name="b">The right-hand sides, n×r with r at least 1.</param>
    /// <param name="workers">The number of threads.</param>
    public static void Run(bool upper, bool unitDiagonal, HostMatrix<T> t, HostMatrix<T> b, int workers)
    {
        var team = new TriangularSolveTeam<T>(upper, unitDiagonal, t, b, workers);
        int slabs = (int)GemmBlocking.Panels(b.Columns, team._slab);
        team.Open(Math.Min(workers, slabs));
        team.RunPhase(slabs);
        team.Close();
    }

    /// <inheritdoc/>
    protected override void Execute(int chunk, int worker)
    {
        long start = chunk * _slab;
        Solve(_t, _b.Block(0, start, _b.Rows, Math.Min(_slab, _b.Columns - start)));
    }

    // Halves of a multiple of the block order, so that the products that do most of the work have whole tiles.
    private void Solve(HostMatrix<T> t, HostMatrix<T> b)
    {
        long n = t.Rows;
        if (n <= BlockOrder)
        {
            SolveBlock(t, b);
            return;
        }

        long half = GemmBlocking.Panels(n / 2, BlockOrder) * BlockOrder;
        half = half == n ? n / 2 : half;
        HostMatrix<T> top = b.Block(0, 0, half, b.Columns), bottom = b.Block(half, 0, n - half, b.Columns);
        HostMatrix<T> first = t.Block(0, 0, half, half), second = t.Block(half, half, n - half, n - half);
        if (_upper)
        {
            Solve(second, bottom);
            HostGemm.Multiply(T.NegativeOne, t.Block(0, half, half, n - half), bottom, T.One, top, _threadsInSlab);
            Solve(first, top);
        }
        else
        {
            Solve(first, top);
            HostGemm.Multiply(T.NegativeOne, t.Block(half, 0, n - half, half), top, T.One, bottom, _threadsInSlab);
            Solve(second, bottom);
        }
    }

    private void SolveBlock(HostMatrix<T> t, HostMatrix<T> b)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            TriangularBlock<T, Vector512<T>, VectorUnit512<T>>.Solve(_upper, _unitDiagonal, t, b);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            TriangularBlock<T, Vector256<T>, VectorUnit256<T>>.Solve(_upper, _unitDiagonal, t, b);
        }
        else
        {
            TriangularBlock<T, Vector128<T>, VectorUnit128<T>>.Solve(_upper, _unitDiagonal, t, b);
        }
    }
}
