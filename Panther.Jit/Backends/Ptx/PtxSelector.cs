using System.Globalization;
using Panther.Jit.Compilation;
using Panther.Jit.IR;

namespace Panther.Jit.Backends.Ptx;

/// <summary>
/// Chooses PTX instructions for the instructions of a kernel. Results live in virtual registers, one for each lane of a vector;
/// what turns out not to be read is taken out afterwards, so a pattern may take over its operands' work without looking who else needs them.
/// </summary>
internal sealed partial class PtxSelector
{
    private readonly KernelFunction function;
    private readonly SharedLayout shared;
    private readonly bool hasMinimumOfNaN;
    private readonly string cacheFetch;
    private readonly PtxLayout layout;
    private readonly Dictionary<Value, PtxOperand[]> results = [];
    private readonly Dictionary<Block, PtxBlock> first = [];
    private readonly Dictionary<Block, PtxBlock> last = [];
    private readonly Dictionary<Block, List<PtxBlock>> pieces = [];
    private PtxBlock current = new(0);
    private Instruction? selected;

    public PtxSelector(KernelFunction function, PtxTarget target, SharedLayout shared)
    {
        this.function = function;
        this.shared = shared;
        hasMinimumOfNaN = target.ComputeCapability >= 80;
        cacheFetch = target.CacheFetchBytes is { } bytes ? $".L2::{bytes}B" : string.Empty;
        layout = new PtxLayout(function);
    }

    /// <summary>Translates all reachable blocks and returns them in the order of the text.</summary>
    /// <exception cref="KernelCompilationException">The kernel uses a type or an operation that PTX does not offer here.</exception>
    public List<PtxBlock> Select()
    {
        foreach (Block block in layout.Preorder)
        {
            first.Add(block, new PtxBlock(layout.Depth(block)));
            foreach (PhiInstruction phi in block.Phis)
            {
                Define(phi);
            }
        }

        foreach (Block block in layout.Preorder)
        {
            SelectBlock(block);
        }

        foreach (Block block in layout.Preorder)
        {
            ConnectPhis(block);
        }

        return [.. layout.Order.SelectMany(b => pieces[b])];
    }

    private void SelectBlock(Block block)
    {
        current = first[block];
        pieces.Add(block, [current]);
        sharedPlaces.Clear();
        if (ReferenceEquals(block, function.Entry))
        {
            LoadParameters();
            PlaceAllocations();
        }

        foreach (Instruction instruction in block.Instructions)
        {
            selected = instruction;
            Select(instruction);
        }

        last.Add(block, current);
    }

    private void Select(Instruction instruction)
    {
        switch (instruction)
        {
            case PhiInstruction:
                break;
            case BinaryInstruction i:
                SelectBinary(i);
                break;
            case UnaryInstruction i:
                SelectUnary(i);
                break;
            case FusedMultiplyAddInstruction i:
                Emit($"fma.rn.{FloatType(i.Type)}", Define(i), [.. i.Operands.Select(o => Use(o))]);
                break;
            case CompareInstruction i:
                SelectCompare(i);
                break;
            case SelectInstruction i:
                SelectSelect(i);
                break;
            case ConvertInstruction i:
                SelectConvert(i);
                break;
            case IndexInstruction i:
                SelectIndex(i);
                break;
            case BuildVectorInstruction i:
                results.Add(i, [.. i.Operands.Select(o => Use(o))]);
                break;
            case ExtractLaneInstruction i:
                results.Add(i, [Use(i.Vector, i.Lane)]);
                break;
            case AllocaInstruction i:
                SelectAlloca(i);
                break;
            case DynamicSharedSizeInstruction i:
                SelectDynamicSize(i);
                break;
            case GepInstruction i:
                SelectGep(i);
                break;
            case LoadInstruction i:
                SelectLoad(i);
                break;
            case StoreInstruction i:
                SelectStore(i);
                break;
            case AtomicInstruction i:
                SelectAtomic(i);
                break;
            case CompareExchangeInstruction i:
                SelectCompareExchange(i);
                break;
            case BarrierInstruction i:
                Act(i.Scope == MemoryScope.Warp ? "bar.warp.sync" : "bar.sync", null, i.Scope == MemoryScope.Warp ? AllLanes : Immediate(0));
                break;
            case FenceInstruction i:
                Act($"membar.{(i.Scope is MemoryScope.Warp or MemoryScope.Group ? "cta" : i.Scope == MemoryScope.Device ? "gl" : "sys")}", null);
                break;
            case ShuffleInstruction i:
                SelectShuffle(i);
                break;
            case DeviceInstruction i:
                SelectDevice(i);
                break;
            case UnrollHintInstruction:
                break;
            case Terminator i:
                SelectTerminator(i);
                break;
            default:
                throw new InvalidOperationException($"The PTX backend does not know {instruction.GetType().Name}.");
        }
    }

    private void LoadParameters()
    {
        foreach (Parameter parameter in function.Parameters)
        {
            var address = new AddressOperand(new TextOperand(PtxWriter.ParameterName(parameter)), 0);
            if (parameter.Type == IrType.Bool)
            {
                PtxRegister raw = Compute(RegisterKind.Int32, "ld.param.u8", address);
                results.Add(parameter, [Compute(RegisterKind.Predicate, "setp.ne.s32", raw, Immediate(0))]);
            }
            else
            {
                PtxRegister value = Compute(
                    PtxTypes.Kind(parameter.Type), $"ld.param.{PtxTypes.Memory(parameter.Type)}", address);
                results.Add(parameter, [value]);
            }
        }
    }

    /// <summary>Returns what a value, or one lane of it, is in a source position: a register or a literal.</summary>
    private PtxOperand Use(Value value, int lane = 0) => value is Constant constant ? Literal(constant) : results[value][lane];

    /// <summary>Returns the register that holds a value, one loaded with the literal if need be.</summary>
    private PtxRegister UseRegister(Value value, int lane = 0) => InRegister(Use(value, lane), PtxTypes.Kind(value.Type.Element));

    private PtxRegister InRegister(PtxOperand operand, RegisterKind kind) => operand is RegisterOperand { Register: var register }
        ? register
        : Compute(kind, $"mov.{PtxTypes.Move(kind)}", operand);

    /// <summary>Makes the registers of a result.</summary>
    private PtxRegister Define(Instruction instruction)
    {
        PtxRegister[] registers = [.. Enumerable.Range(0, instruction.Type.Lanes).Select(_ => new PtxRegister(PtxTypes.Kind(instruction.Type.Element)))];
        results.Add(instruction, [.. registers.Select(r => (PtxOperand)r)]);
        return registers[0];
    }

    /// <summary>Lets a value go by a register that exists already.</summary>
    private void Alias(Instruction instruction, PtxOperand operand) => results.Add(instruction, [operand]);

    private void Emit(string opcode, PtxOperand destination, params ReadOnlySpan<PtxOperand> sources) =>
        current.Instructions.Add(new PtxInstruction(opcode, destination, [.. sources]) { Location = selected?.Location });

    /// <summary>Emits an instruction that must stay.</summary>
    private void Act(string opcode, PtxOperand? destination, params ReadOnlySpan<PtxOperand> sources) =>
        current.Instructions.Add(new PtxInstruction(opcode, destination, [.. sources]) { HasSideEffects = true, Location = selected?.Location });

    /// <summary>Emits an instruction that runs only under a predicate.</summary>
    private void EmitIf(PtxRegister guard, string opcode, PtxOperand destination, params ReadOnlySpan<PtxOperand> sources) =>
        current.Instructions.Add(new PtxInstruction(opcode, destination, [.. sources]) { Guard = guard, Location = selected?.Location });

    /// <summary>Emits an instruction into a fresh register.</summary>
    private PtxRegister Compute(RegisterKind kind, string opcode, params ReadOnlySpan<PtxOperand> sources)
    {
        var result = new PtxRegister(kind);
        Emit(opcode, result, sources);
        return result;
    }

    private static TextOperand Immediate(long value) =>
        new(value == long.MinValue ? "0x8000000000000000" : value.ToString(CultureInfo.InvariantCulture));

    private static TextOperand AllLanes { get; } = new("0xffffffff");

    private PtxOperand Literal(Constant constant) => constant.Type.Kind switch
    {
        // A predicate has no literals in source positions other than a move's.
        ScalarKind.Bool => Compute(RegisterKind.Predicate, "mov.pred", Immediate(constant.AsBool ? -1 : 0)),
        ScalarKind.Float32 => new TextOperand($"0f{constant.Bits:X8}"),
        ScalarKind.Float64 => new TextOperand($"0d{constant.Bits:X16}"),
        ScalarKind.Float16 or ScalarKind.BFloat16 => new TextOperand($"0x{constant.Bits:X4}"),
        ScalarKind.Int8 or ScalarKind.Int16 => Immediate((long)constant.Bits),
        _ => Immediate(constant.AsInt64),
    };

    private string FloatType(IrType type) => type.Kind is ScalarKind.Float32 or ScalarKind.Float64
        ? PtxTypes.Float(type)
        : throw Unsupported($"arithmetic on values of type {type}", "convert to float first and back afterwards");

    private KernelCompilationException Unsupported(string construct, string instead) =>
        new($"{function.Name}{(selected?.Location is { } at ? $" ({at})" : string.Empty)}: the PTX backend does not offer {construct}; {instead}.");
}
