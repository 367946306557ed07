using System.Numerics;
using Panther.Kernels.Gemm.Host;

namespace Panther.Kernels.Factor.Host;

/// <summary>A block of reflectors, spread out with its ones and zeros, ready to be applied by matrix products.</summary>
/// <typeparam name="T">The element type, also the accumulation type.</typeparam>
internal sealed class BlockReflector<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly HostMatrix<T> _storage;
    private readonly HostMatrix<T> _weights;
    private readonly int _maxDegreeOfParallelism;
    private HostMatrix<T> _v;

    /// <summary>Takes the memory to work in.</summary>
    /// <param name="storage">Room for the tallest and widest panel.</param>
    /// <param name="weights">Room for twice the panel's width times the columns that a block is applied to.</param>
    /// <param name="maxDegreeOfParallelism">The most threads to use; 0 for as many as there are processors.</param>
    public BlockReflector(HostMatrix<T> storage, HostMatrix<T> weights, int maxDegreeOfParallelism) =>
        (_storage, _weights, _maxDegreeOfParallelism) = (storage, weights, maxDegreeOfParallelism);

    /// <summary>Copies the reflectors of a factored panel.</summary>
    /// <param name="panel">The panel.</param>
    public void Load(HostMatrix<T> panel)
    {
        _v = _storage.Block(0, 0, panel.Rows, panel.Columns);
        ReflectorPanel.CopyUnitLower(panel, _v);
    }

    /// <summary><c>c = (I - V * t * Vᵀ) * c</c>.</summary>
    /// <param name="t">The triangle of the compact product, or its transpose for the inverse.</param>
    /// <param name="c">The matrix, as tall as the panel.</param>
    public void Apply(HostMatrix<T> t, HostMatrix<T> c)
    {
        HostMatrix<T> first = _weights.Block(0, 0, _v.Columns, c.Columns);
        HostMatrix<T> second = _weights.Block(_v.Columns, 0, _v.Columns, c.Columns);
        HostGemm.Multiply(T.One, _v.Transposed, c, T.Zero, first, _maxDegreeOfParallelism);
        HostGemm.Multiply(T.One, t, first, T.Zero, second, _maxDegreeOfParallelism);
        HostGemm.Multiply(T.NegativeOne, _v, second, T.One, c, _maxDegreeOfParallelism);
    }
}
