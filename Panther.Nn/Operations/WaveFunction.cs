using System.Numerics;
using Panther.Kernels.Pointwise;

namespace Panther.Nn;

/// <summary>x·cos(π·sigmoid(raw)·place + offset), or with the sine: raw is what a frequency of sigmoid(raw)/2 turns per place is made from.</summary>
internal readonly struct WaveFunction<T>(bool isSine) : IPointwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly bool isSine = isSine;

    public static int Arity => 4;

    public TReal Evaluate<TReal>(Operands<TReal> x)
        where TReal : unmanaged, IReal<TReal, T>
    {
        TReal phase = (TReal.Constant(T.Pi) * TReal.Sigmoid(x.Second) * x.Third) + x.Fourth;
        return x.First * (isSine ? TReal.Sin(phase) : TReal.Cos(phase));
    }
}
