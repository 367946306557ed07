using System.Numerics;
using Panther.Kernels.Pointwise;

namespace Panther.Nn;

/// <summary>The candidate of a gated recurrent unit: tanh(x + σ(r + s)·y), of the input's parts r, x and the state's parts s, y, in the order r, s, x, y.</summary>
internal readonly struct GatedCandidateFunction<T> : IPointwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Arity => 4;

    public TReal Evaluate<TReal>(Operands<TReal> x)
        where TReal : unmanaged, IReal<TReal, T>
        => TReal.Tanh(x.Third + (TReal.Sigmoid(x.First + x.Second) * x.Fourth));
}

/// <summary>The state of a gated recurrent unit: candidate + σ(z + u)·(state - candidate), in the order z, u, candidate, state.</summary>
internal readonly struct GatedStateFunction<T> : IPointwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Arity => 4;

    public TReal Evaluate<TReal>(Operands<TReal> x)
        where TReal : unmanaged, IReal<TReal, T>
        => x.Third + (TReal.Sigmoid(x.First + x.Second) * (x.Fourth - x.Third));
}

/// <summary>The cell of a long short-term memory: σ(f)·cell + σ(i)·tanh g, in the order i, f, g, cell.</summary>
internal readonly struct MemoryCellFunction<T> : IPointwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Arity => 4;

    public TReal Evaluate<TReal>(Operands<TReal> x)
        where TReal : unmanaged, IReal<TReal, T>
        => (TReal.Sigmoid(x.Second) * x.Fourth) + (TReal.Sigmoid(x.First) * TReal.Tanh(x.Third));
}

/// <summary>The state of a long short-term memory: σ(o)·tanh(cell).</summary>
internal readonly struct MemoryStateFunction<T> : IPointwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Arity => 2;

    public TReal Evaluate<TReal>(Operands<TReal> x)
        where TReal : unmanaged, IReal<TReal, T>
        => TReal.Sigmoid(x.First) * TReal.Tanh(x.Second);
}
