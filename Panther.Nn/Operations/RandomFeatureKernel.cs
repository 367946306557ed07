namespace Panther.Nn;

/// <summary>What the products of random features approximate.</summary>
public enum RandomFeatureKernel
{
    /// <summary>
    /// exp(q·k/√d), the weights of softmax attention, without bias: positive features exp(p·x - |x|²/2) (Choromanski et al., "Rethinking attention with Performers", 2021, lemma 1).
    /// </summary>
    Softmax,

    /// <summary>The mean of relu(p·q)·relu(p·k) over random p: not softmax, but as good in many models, and cheaper (ibid., section 4.3).</summary>
    Relu,
}
