using Panther.Jit.Backends.OpenCl.Expressions;
using Panther.Jit.IR;

namespace Panther.Jit.Backends.OpenCl.Analysis;

/// <summary>
/// Gives every pointer a type of element: the one that most accesses through it, and through those computed from it or joined with it, have,
/// among those whose size the steps are multiples of. Pointers of the IR count bytes.
/// </summary>
internal sealed class PointerElements
{
    private readonly Dictionary<Value, Group> groups = [];
    private readonly IntegerSigns signs;
    private readonly Library library;

    /// <summary>The spaces in which any two pointers may lead to the same memory under two types.</summary>
    private readonly HashSet<AddressSpace> mixed = [];

    public PointerElements(IReadOnlyList<Block> blocks, IntegerSigns signs, Library library)
    {
        this.signs = signs;
        this.library = library;
        foreach (Instruction instruction in blocks.SelectMany(b => b.Instructions))
        {
            Join(instruction);
        }

        foreach (Instruction instruction in blocks.SelectMany(b => b.Instructions))
        {
            Note(instruction);
        }

        FindMixedSpaces(blocks);
    }

    /// <summary>Returns the type that a pointer has in the text.</summary>
    public OpenClType TypeOf(Value pointer)
    {
        Group group = GroupOf(pointer);
        return Accessed(pointer, group.Element).PointerIn(pointer.Type.Space, pointer.Type.Space == AddressSpace.Global && !group.IsWritten);
    }

    /// <summary>Returns the type under which a pointer's memory is accessed: one that allows for other accesses, where there are any.</summary>
    public OpenClType Accessed(Value pointer, OpenClType type) =>
        mixed.Contains(pointer.Type.Space) || GroupOf(pointer).IsMixed ? library.Aliased(type) : type;

    /// <summary>
    /// Views of a launch may overlap, so that all of global memory counts as one; arrays of a kernel do not overlap, but what a pointer that was
    /// kept in memory leads to is not known.
    /// </summary>
    private void FindMixedSpaces(IReadOnlyList<Block> blocks)
    {
        foreach (IGrouping<AddressSpace, Value> space in groups.Keys.GroupBy(p => p.Type.Space))
        {
            Group[] all = [.. space.Select(p => GroupOf(p)).Distinct()];
            bool isUnknown = space.Key == AddressSpace.Global
                || blocks.SelectMany(b => b.Instructions).Any(i => i.Type.IsPointer && i.Type.Space == space.Key && i is LoadInstruction or ConvertInstruction);
            if (isUnknown && all.Any(g => g.IsWritten) && all.SelectMany(g => g.Kinds).Distinct().Count() > 1)
            {
                mixed.Add(space.Key);
            }
        }
    }

    private void Join(Instruction instruction)
    {
        switch (instruction)
        {
            case GepInstruction gep:
                Union(gep, gep.Pointer);
                break;
            case PhiInstruction { Type.IsPointer: true } or ShuffleInstruction { Type.IsPointer: true }:
                foreach (Value operand in instruction.Operands.Where(o => o.Type.IsPointer))
                {
                    Union(instruction, operand);
                }

                break;
            case SelectInstruction { Type.IsPointer: true } select:
                Union(select, select.WhenTrue);
                Union(select, select.WhenFalse);
                break;
            default:
                break;
        }
    }

    private void Note(Instruction instruction)
    {
        switch (instruction)
        {
            case GepInstruction { Index: Constant index } gep:
                GroupOf(gep).AddOffset(gep.Offset + (index.AsInt64 * gep.Stride));
                break;
            case GepInstruction gep:
                GroupOf(gep).AddOffset(gep.Offset);
                GroupOf(gep).AddStep(gep.Stride);
                break;
            case AllocaInstruction alloca:
                GroupOf(alloca).AddStep(alloca.Size);
                break;
            case LoadInstruction load:
                GroupOf(load.Pointer).AddAccess(MemoryType(load.Type, load));
                break;
            case StoreInstruction store:
                GroupOf(store.Pointer).AddAccess(MemoryType(store.Stored.Type, store.Stored));
                GroupOf(store.Pointer).IsWritten = true;
                break;
            case AtomicInstruction atomic:
                GroupOf(atomic.Pointer).AddAccess(MemoryType(atomic.Type, atomic));
                GroupOf(atomic.Pointer).IsWritten = true;
                GroupOf(atomic.Pointer).IsExchanged |= atomic.Type.IsFloat;
                break;
            case CompareExchangeInstruction exchange:
                GroupOf(exchange.Pointer).AddAccess(MemoryType(exchange.Type, exchange));
                GroupOf(exchange.Pointer).IsWritten = true;
                break;
            default:
                break;
        }
    }

    /// <summary>Returns how a value lies in memory: a bool is a byte, a pointer a number.</summary>
    public OpenClType MemoryType(IrType type, Value value) => type.Kind switch
    {
        ScalarKind.Bool => OpenClType.UChar with { Lanes = type.Lanes },
        ScalarKind.Pointer => OpenClType.ULong with { Lanes = type.Lanes },
        _ => OpenClType.Of(type, signs.IsUnsigned(value)),
    };

    private Group GroupOf(Value pointer)
    {
        if (!groups.TryGetValue(pointer, out Group? group))
        {
            groups.Add(pointer, group = new Group());
        }

        return group.Root;
    }

    private void Union(Value a, Value b)
    {
        // A constant, which is null, says nothing of what it is joined with.
        if (a is not Constant && b is not Constant)
        {
            GroupOf(a).JoinWith(GroupOf(b));
        }
    }

    private sealed class Group
    {
        private readonly Dictionary<OpenClType, int> accesses = [];
        private long step;
        private long offset;
        private Group? parent;
        private OpenClType? element;

        public Group Root => parent is null ? this : parent = parent.Root;

        public bool IsWritten { get; set; }

        /// <summary>Gets or sets a value indicating whether floats are exchanged as their bits.</summary>
        public bool IsExchanged { get; set; }

        public bool IsMixed => IsWritten && (IsExchanged || Kinds.Count() > 1);

        /// <summary>Gets what is accessed, without regard to signs and lanes; bytes are allowed for everywhere.</summary>
        public IEnumerable<ScalarKind> Kinds => accesses.Keys.Select(t => t.Kind).Where(k => k != ScalarKind.Int8).Distinct();

        public OpenClType Element => element ??= Choose();

        public void JoinWith(Group other)
        {
            if (!ReferenceEquals(this, other))
            {
                parent = other;
            }
        }

        public void AddAccess(OpenClType type) => accesses[type] = accesses.GetValueOrDefault(type) + 1;

        public void AddStep(long bytes) => step = GreatestDivisor(step, bytes);

        public void AddOffset(long bytes) => offset = GreatestDivisor(offset, bytes);

        private OpenClType Choose()
        {
            OpenClType? best = null;
            (bool Fits, int Count, int Size) most = default;
            foreach ((OpenClType type, int count) in accesses)
            {
                if (step % type.Size != 0)
                {
                    continue;
                }

                // Of one width, the sign that is asked for more often; otherwise wide accesses before narrow ones.
                (bool, int, int) rank = (offset % type.Size == 0, count, type.Size);
                if (best is null || rank.CompareTo(most) > 0)
                {
                    best = type;
                    most = rank;
                }
            }

            return best ?? OpenClType.UChar;
        }

        private static long GreatestDivisor(long a, long b)
        {
            (a, b) = (Math.Abs(a), Math.Abs(b));
            while (b != 0)
            {
                (a, b) = (b, a % b);
            }

            return a;
        }
    }
}
