namespace Panther.Core;

/// <summary>How a trace is estimated from products with random vectors.</summary>
public enum TraceMethod
{
    /// <summary>
    /// XTrace: a low-rank approximation takes most of the trace and the rest is sampled, each test vector serving for both, by leaving out one at a time.
    /// Any square matrix. The error falls like the tail of the singular values (Epperly, Tropp and Webber, SIAM J. Matrix Anal. Appl. 45, 2024, section 2.1).
    /// </summary>
    XTrace,

    /// <summary>
    /// XNysTrace: as XTrace, with a Nyström approximation, which uses each product twice as well. Positive semidefinite matrices only
    /// (Epperly, Tropp and Webber 2024, section 2.2).
    /// </summary>
    XNysTrace,

    /// <summary>
    /// Hutch++: two thirds of the products for a low-rank approximation, one third to sample the rest. Any square matrix
    /// (Meyer, Musco, Musco and Woodruff, SOSA 2021, algorithm 1).
    /// </summary>
    HutchPlusPlus,

    /// <summary>The mean of ωᵀAω over random vectors: the error falls like 1/√products whatever the spectrum (Girard 1989, Hutchinson 1990).</summary>
    GirardHutchinson,
}
