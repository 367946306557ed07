namespace Panther.Jit.Dialect;

/// <summary>Four registers of 32 bits, one for each 8×8 matrix that <see cref="TensorCore.LoadMatrix4{T}(ref T)"/> loads.</summary>
public struct Registers4
{
    /// <summary>Of the first matrix: row g, columns 2t (low half) and 2t + 1.</summary>
    public uint R0;

    /// <summary>Of the second matrix: row g, columns 2t (low half) and 2t + 1.</summary>
    public uint R1;

    /// <summary>Of the third matrix: row g, columns 2t (low half) and 2t + 1.</summary>
    public uint R2;

    /// <summary>Of the fourth matrix: row g, columns 2t (low half) and 2t + 1.</summary>
    public uint R3;
}
