using Panther.Jit.IR;

namespace Panther.Jit.Passes.Coarsening;

/// <summary>
/// The accesses of a kernel that become wide ones. Each must be of neighbouring elements, of the same element for all indices, or at a place that
/// was itself read from memory; with any other, threads that stand apart would read less evenly than neighbouring ones.
/// </summary>
internal sealed class NeighbourAccesses
{
    private const int MostIndices = 8;

    private readonly Dictionary<Instruction, NeighbourAccess> wide = [];
    private readonly GuardedBody guarded;
    private readonly HashSet<Value> fromMemory = [];

    private NeighbourAccesses(GuardedBody guarded) => this.guarded = guarded;

    /// <summary>Gets the number of indices that a thread does.</summary>
    public int Count { get; private set; }

    public IEnumerable<NeighbourAccess> All => wide.Values;

    public NeighbourAccess? Of(Instruction access) => wide.GetValueOrDefault(access);

    /// <summary>Returns null where coarsening would not help.</summary>
    public static NeighbourAccesses? Find(GuardedBody guarded, int wideBytes)
    {
        var result = new NeighbourAccesses(guarded);
        var found = new Dictionary<Instruction, (AddressTerms Address, IrType Element)>();
        foreach (Instruction instruction in guarded.Body)
        {
            (Value? pointer, IrType type) = instruction switch
            {
                LoadInstruction load => (load.Pointer, load.Type),
                StoreInstruction store => (store.Pointer, store.Stored.Type),
                _ => (null, IrType.Void),
            };
            if (instruction is LoadInstruction || instruction.Operands.Any(result.fromMemory.Contains))
            {
                result.fromMemory.Add(instruction);
            }

            if (pointer is null || guarded.IsEarly(pointer))
            {
                continue;
            }

            if (pointer.Type.Space != AddressSpace.Global)
            {
                return null;
            }

            if (result.Neighbours(pointer, type) is { } address)
            {
                found.Add(instruction, (address, type));
            }
            else if (!result.fromMemory.Contains(pointer))
            {
                return null;
            }
        }

        return found.Count > 0 && result.Choose(found, wideBytes) ? result : null;
    }

    /// <summary>Takes apart an address that the index moves by one element.</summary>
    private AddressTerms? Neighbours(Value pointer, IrType type)
    {
        bool isElement = (type.IsInteger || type.IsFloat) && !type.IsVector;
        return isElement && pointer is GepInstruction gep && AddressTerms.Of(gep, guarded.Index) is { } address && guarded.IsEarly(address.Root)
            && address.Terms.Count(t => ReferenceEquals(t.Variable, guarded.Index) && t.Bytes == type.Size) == 1
            && address.Terms.Count(t => !guarded.IsEarly(t.Variable)) == 1
            ? address
            : null;
    }

    /// <summary>The smallest element fills the widest access; larger ones take several.</summary>
    private bool Choose(Dictionary<Instruction, (AddressTerms Address, IrType Element)> found, int wideBytes)
    {
        Count = Math.Min(MostIndices, wideBytes / found.Values.Min(f => f.Element.Size));
        foreach ((Instruction instruction, (AddressTerms address, IrType element)) in found)
        {
            int lanes = Math.Min(Count, element.Size == 1 ? 4 : wideBytes / element.Size);
            var access = new NeighbourAccess(address, guarded.Index, element, lanes);
            if (address.Constant % access.ChunkBytes != 0)
            {
                return false;
            }

            wide.Add(instruction, access);
        }

        return Count > 1;
    }
}
