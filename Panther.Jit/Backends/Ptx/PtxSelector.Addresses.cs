using System.Globalization;
using Panther.Jit.IR;

namespace Panther.Jit.Backends.Ptx;

/// <content>Pointers: a register or symbol, and a constant offset that goes into the accesses themselves.</content>
internal sealed partial class PtxSelector
{
    private readonly Dictionary<Value, AddressOperand> places = [];
    private readonly Dictionary<PtxOperand, PtxRegister> symbols = [];
    private readonly Dictionary<(PtxOperand Base, Value Index, long Stride), PtxRegister> sharedPlaces = [];
    private readonly List<string> localDeclarations = [];

    /// <summary>Gets the declarations of the thread's own memory.</summary>
    public IReadOnlyList<string> LocalDeclarations => localDeclarations;

    /// <summary>Gives every allocation its place, at the start of the kernel.</summary>
    private void PlaceAllocations()
    {
        FindRegisterFiles();
        foreach (AllocaInstruction allocation in layout.Preorder.SelectMany(b => b.Instructions).OfType<AllocaInstruction>().Where(a => a.HasUsers))
        {
            if (registerFiles.ContainsKey(allocation))
            {
                continue;
            }

            AddressOperand place = allocation.Space == AddressSpace.Shared ? shared.Address(allocation) : PlaceLocal(allocation);
            places.Add(allocation, place);
            if (!symbols.ContainsKey(place.Base))
            {
                RegisterKind kind = PtxTypes.Kind(allocation.Type);
                symbols.Add(place.Base, Compute(kind, $"mov.{(kind == RegisterKind.Int32 ? "u32" : "u64")}", place.Base));
            }

            Materialize(allocation, place);
        }
    }

    private AddressOperand PlaceLocal(AllocaInstruction allocation)
    {
        if (allocation.Size <= 0)
        {
            throw Unsupported($"local memory of {allocation.Size} bytes", "give the array a constant length above zero");
        }

        string name = string.Create(CultureInfo.InvariantCulture, $"local{localDeclarations.Count}_{PtxName.Of(allocation.Name)}");
        int alignment = Math.Max(allocation.Alignment, sizeof(long));
        localDeclarations.Add($".local .align {alignment} .b8 {name}[{ZeroedSize(allocation)}];");
        return new AddressOperand(new TextOperand(name), 0);
    }

    /// <summary>Returns the place of a pointer for an access.</summary>
    private AddressOperand Place(Value pointer) => places.GetValueOrDefault(pointer) ?? new AddressOperand(UseRegister(pointer), 0);

    private void SelectGep(GepInstruction i)
    {
        if (Root(i) is AllocaInstruction alloca && registerFiles.ContainsKey(alloca))
        {
            return;
        }

        AddressOperand place = PlaceOf(i);
        if (place.Offset is < int.MinValue or > int.MaxValue)
        {
            PtxRegister far = Compute(PtxTypes.Kind(i.Type), $"add.s{8 * BytesOf(i.Type)}", Base(place), Immediate(place.Offset));
            place = new AddressOperand(far, 0);
        }

        places.Add(i, place);
        Materialize(i, place);
    }

    /// <summary>Makes the whole pointer, for those who do more with it than access memory.</summary>
    private void Materialize(Instruction pointer, AddressOperand place)
    {
        if (place.Offset == 0)
        {
            Alias(pointer, Base(place));
        }
        else
        {
            Emit($"add.s{8 * BytesOf(pointer.Type)}", Define(pointer), Base(place), Immediate(place.Offset));
        }
    }

    private AddressOperand PlaceOf(GepInstruction i)
    {
        AddressOperand start = Place(i.Pointer);
        long offset = start.Offset + i.Offset;
        if (i.Index is Constant constant)
        {
            return start with { Offset = offset + (constant.AsInt64 * i.Stride) };
        }

        Value index = StripConstant(i.Index, i.Type.Space == AddressSpace.Shared, out long constantIndex);
        offset += constantIndex * i.Stride;
        PtxRegister register = i.Type.Space == AddressSpace.Shared
            ? SharedPlace(start.Base, index, i.Stride)
            : WidePlace(Base(start), index, i.Stride);
        return new AddressOperand(register, offset);
    }

    /// <summary>
    /// Takes the constants that are added to an index out of it. That is right only where the address wraps as the index does:
    /// everywhere at 64 bits, and at 32 bits in shared memory, whose addresses have no more.
    /// </summary>
    private static Value StripConstant(Value index, bool wrapsAt32Bits, out long constant)
    {
        constant = 0;
        while (true)
        {
            switch (index)
            {
                case BinaryInstruction { Op: BinaryOp.Add, Right: Constant addend } sum when wrapsAt32Bits || index.Type == IrType.Int64:
                    constant += addend.AsInt64;
                    index = sum.Left;
                    break;
                case ConvertInstruction { Op: ConvertOp.SignExtend or ConvertOp.ZeroExtend, Operand: var narrow } when wrapsAt32Bits && narrow.Type == IrType.Int32:
                    index = narrow;
                    break;
                default:
                    return index;
            }
        }
    }

    /// <summary>Computes base + index * stride in 32 bits, once a block.</summary>
    private PtxRegister SharedPlace(PtxOperand start, Value index, long stride)
    {
        if (!sharedPlaces.TryGetValue((start, index, stride), out PtxRegister? place))
        {
            PtxRegister from = start is RegisterOperand { Register: var register } ? register : symbols[start];
            PtxOperand low = index.Type == IrType.Int32 ? Use(index) : Compute(RegisterKind.Int32, "cvt.u32.u64", UseRegister(index));
            place = stride == 1
                ? Compute(RegisterKind.Int32, "add.s32", from, low)
                : Compute(RegisterKind.Int32, "mad.lo.s32", low, Immediate(stride), from);
            sharedPlaces.Add((start, index, stride), place);
        }

        return place;
    }

    /// <summary>Computes base + index * stride in 64 bits.</summary>
    private PtxRegister WidePlace(PtxRegister start, Value index, long stride)
    {
        bool isSmallStride = stride is > 1 and <= int.MaxValue;
        if (isSmallStride && index.Type == IrType.Int32)
        {
            return Compute(RegisterKind.Int64, "mad.wide.s32", Use(index), Immediate(stride), start);
        }

        if (isSmallStride && (IsExtended(index, ConvertOp.SignExtend) || IsExtended(index, ConvertOp.ZeroExtend)))
        {
            var extension = (ConvertInstruction)index;
            string type = extension.Op == ConvertOp.SignExtend ? "s32" : "u32";
            return Compute(RegisterKind.Int64, $"mad.wide.{type}", Use(extension.Operand), Immediate(stride), start);
        }

        PtxOperand wide = index.Type == IrType.Int32 ? Compute(RegisterKind.Int64, "cvt.s64.s32", UseRegister(index)) : Use(index);
        return stride == 1
            ? Compute(RegisterKind.Int64, "add.s64", start, wide)
            : Compute(RegisterKind.Int64, "mad.lo.s64", wide, Immediate(stride), start);
    }

    private PtxRegister Base(AddressOperand place) =>
        place.Base is RegisterOperand { Register: var register } ? register : symbols[place.Base];

    private static int BytesOf(IrType pointer) => PtxTypes.Kind(pointer) == RegisterKind.Int32 ? sizeof(int) : sizeof(long);
}
