namespace Panther.Jit.Dialect;

/// <summary>Two registers of 32 bits, one for each 8×8 matrix that <see cref="TensorCore.LoadMatrix2{T}(ref T)"/> loads.</summary>
public struct Registers2
{
    /// <summary>Of the first matrix: row g, columns 2t (low half) and 2t + 1.</summary>
    public uint R0;

    /// <summary>Of the second matrix: row g, columns 2t (low half) and 2t + 1.</summary>
    public uint R1;
}
