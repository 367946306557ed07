using Panther.Jit.IR;

namespace Panther.Jit.Passes.Coarsening;

/// <summary>An access whose element stands next to that of the next index.</summary>
/// <param name="Address">Where the element of index 0 is: a root and terms that are the same for all indices.</param>
/// <param name="Index">The term to leave out.</param>
/// <param name="Element">The scalar.</param>
/// <param name="Lanes">The elements that one wide access moves.</param>
internal sealed record NeighbourAccess(AddressTerms Address, Value Index, IrType Element, int Lanes)
{
    public int ChunkBytes => Lanes * Element.Size;

    /// <summary>Writes the address of the element of index 0, up to a constant that is a multiple of <see cref="ChunkBytes"/>.</summary>
    public Value AddressOfFirst(IrBuilder builder)
    {
        Value pointer = Address.Root;
        foreach ((Value variable, long bytes) in Address.Terms)
        {
            if (!ReferenceEquals(variable, Index))
            {
                pointer = builder.Gep(pointer, variable, bytes);
            }
        }

        return pointer;
    }
}
