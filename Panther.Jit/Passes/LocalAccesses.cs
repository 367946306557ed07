using System.Diagnostics.CodeAnalysis;
using Panther.Jit.IR;

namespace Panther.Jit.Passes;

/// <summary>A load or store at a constant offset of a local allocation.</summary>
/// <param name="Instruction">The load or store.</param>
/// <param name="Offset">The first byte.</param>
/// <param name="Type">What is loaded or stored.</param>
internal readonly record struct LocalAccess(Instruction Instruction, long Offset, IrType Type);

/// <summary>The loads and stores of a local allocation that is used in no other way.</summary>
internal sealed class LocalAccesses
{
    private readonly List<LocalAccess> all = [];

    private LocalAccesses()
    {
    }

    public IReadOnlyList<LocalAccess> All => all;

    /// <summary>Collects the accesses; false when the address is used in another way, or is indexed by a variable.</summary>
    public static bool TryCollect(AllocaInstruction alloca, [NotNullWhen(true)] out LocalAccesses? accesses)
    {
        var result = new LocalAccesses();
        accesses = result.Collect(alloca, 0, alloca.Size) ? result : null;
        return accesses is not null;
    }

    /// <summary>Returns whether all accesses are of one scalar type at the start, so that nothing is left to split.</summary>
    public bool IsScalar()
    {
        foreach (LocalAccess access in all)
        {
            if (access.Type != all[0].Type || access.Type.IsVector || access.Instruction.Operands[0] is not AllocaInstruction)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Returns the scalars that the bytes fall into: those whose accesses all agree on where they begin and how wide they are.
    /// The type is the first that is stored, except that a pointer is kept as one.
    /// </summary>
    public SortedDictionary<long, IrType> FindSlots()
    {
        var places = new SortedDictionary<long, Place>();
        foreach (LocalAccess access in all)
        {
            IrType element = access.Type.Element;
            for (int lane = 0; lane < access.Type.Lanes; lane++)
            {
                long offset = access.Offset + (lane * element.Size);
                if (!places.TryGetValue(offset, out Place? place))
                {
                    places.Add(offset, place = new Place(element));
                }

                place.Add(element, access.Instruction is StoreInstruction);
            }
        }

        var slots = new SortedDictionary<long, IrType>();
        long end = long.MinValue;
        long last = 0;
        foreach ((long offset, Place place) in places)
        {
            // A place that reaches into the next spoils both.
            bool isFree = offset >= end;
            if (!isFree)
            {
                slots.Remove(last);
            }

            if (isFree && place.IsOneWidth)
            {
                slots.Add(offset, place.Type);
            }

            end = Math.Max(end, offset + place.Width);
            last = offset;
        }

        return slots;
    }

    private bool Collect(Instruction pointer, long offset, long size)
    {
        foreach (Instruction user in pointer.Users)
        {
            switch (user)
            {
                case LoadInstruction { IsVolatile: false } load when IsInside(offset, load.Type, size):
                    all.Add(new LocalAccess(load, offset, load.Type));
                    break;
                case StoreInstruction store when !ReferenceEquals(store.Stored, pointer) && IsInside(offset, store.Stored.Type, size):
                    all.Add(new LocalAccess(store, offset, store.Stored.Type));
                    break;
                case GepInstruction { Index: Constant index } gep:
                    if (!Collect(gep, offset + (index.AsInt64 * gep.Stride) + gep.Offset, size))
                    {
                        return false;
                    }

                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    private static bool IsInside(long offset, IrType type, long size) => offset >= 0 && offset + type.Size <= size;

    /// <summary>What is known of the accesses that begin at one byte.</summary>
    private sealed class Place(IrType first)
    {
        private bool isStored;

        public IrType Type { get; private set; } = first;

        public int Width { get; private set; } = first.Size;

        public bool IsOneWidth { get; private set; } = true;

        public void Add(IrType type, bool isStore)
        {
            IsOneWidth &= type.Size == Width;
            Width = Math.Max(Width, type.Size);
            if (!Type.IsPointer && (type.IsPointer || (isStore && !isStored)))
            {
                Type = type;
                isStored = isStore;
            }
        }
    }
}
