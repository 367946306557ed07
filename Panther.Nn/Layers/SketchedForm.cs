namespace Panther.Nn;

/// <summary>Which factors of a <see cref="SketchedLinear{T}"/> or a <see cref="SketchedConv2d{T}"/> are trained.</summary>
public enum SketchedForm
{
    /// <summary>
    /// y = 1/(2l)·Σᵢ [(x·S1ᵢ)·U1ᵢ + (x·U2ᵢ)·S2ᵢ] + b: S1 and S2 are trained, U1 and U2 are fixed random signs. Rank 2·terms·rank; converted from a dense layer it is an unbiased estimate
    /// of it, with a large variance. A convolution has only the terms with S1.
    /// </summary>
    Sketch,

    /// <summary>
    /// y = (x·S1)·S2 + b: both are trained, and there are no signs. Rank terms·rank; converted from a dense layer it is the best approximation of that rank. A linear layer stores as many elements as with signs, for half the work.
    /// </summary>
    LowRank,
}
