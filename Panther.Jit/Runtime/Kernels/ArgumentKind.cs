namespace Panther.Jit.Runtime;

/// <summary>How an argument gets into the parameter block.</summary>
internal enum ArgumentKind
{
    /// <summary>A scalar, or a struct of equally large scalars without padding: written in one piece.</summary>
    Packed,

    /// <summary>An <c>ArrayView</c>: address, then length.</summary>
    View,

    /// <summary>A <c>SpecializedValue</c>: part of the kernel's key, not of the block.</summary>
    Specialized,

    /// <summary>Any other struct: leaf by leaf.</summary>
    Structure,
}
