namespace Panther.Kernels.Gemm.Host;

/// <summary>The part of a product that is wanted; tiles that lie wholly outside are left as they were.</summary>
internal enum GemmRegion
{
    /// <summary>Every element.</summary>
    Full,

    /// <summary>The diagonal and what lies above it.</summary>
    Upper,

    /// <summary>The diagonal and what lies below it.</summary>
    Lower,
}
