namespace Panther.Jit.Backends.Ptx;

/// <summary>The kinds of PTX register. Integers below 32 bits live zero-extended in <see cref="Int32"/>.</summary>
internal enum RegisterKind : byte
{
    Predicate,

    /// <summary>The bits of a 16-bit float, which is only moved and converted.</summary>
    Half,
    Int32,
    Int64,
    Float32,
    Float64,
}

/// <summary>A virtual register; its number is given when the text is written.</summary>
internal sealed class PtxRegister(RegisterKind kind)
{
    private PtxRegister? representative;

    public RegisterKind Kind { get; } = kind;

    /// <summary>Gets the register that stands for this one and for all that were merged with it.</summary>
    public PtxRegister Representative
    {
        get
        {
            PtxRegister root = this;
            while (root.representative is { } next)
            {
                root = next;
            }

            if (!ReferenceEquals(root, this))
            {
                representative = root;
            }

            return root;
        }
    }

    /// <summary>Makes <paramref name="other"/> stand for this register, which must be its own representative.</summary>
    public void MergeInto(PtxRegister other) => representative = other;
}
