using Panther.Jit.IR;
using Panther.Jit.Passes;

namespace Panther.Tests.Engine;

/// <summary>One thread of an interpreted launch: its values and its place in the code.</summary>
internal sealed unsafe class IrThread
{
    private readonly IrProgram program;
    private readonly IrMemory memory;
    private readonly int dynamicSharedBytes;
    private readonly Func<IndexKind, int> place;
    private readonly ulong[] frame;
    private readonly Dictionary<AllocaInstruction, nint> locals = [];
    private Block block;
    private IrStep[] steps;
    private int next;

    public IrThread(IrProgram program, IrMemory memory, int dynamicSharedBytes, Func<IndexKind, int> place)
    {
        this.program = program;
        this.memory = memory;
        this.dynamicSharedBytes = dynamicSharedBytes;
        this.place = place;
        frame = program.NewFrame();
        block = program.Entry;
        steps = program.Steps(block);
    }

    public bool IsDone { get; private set; }

    /// <summary>Gets the barrier or shuffle that the thread waits at.</summary>
    public Instruction? Meeting { get; private set; }

    public long Executed { get; private set; }

    public ulong Read(Value value) => frame[program.Slot(value)];

    public ulong[] ReadLanes(Value value) => frame.AsSpan(program.Slot(value), value.Type.Lanes).ToArray();

    public void WriteLanes(Value value, ulong[] lanes) => lanes.CopyTo(frame, program.Slot(value));

    /// <summary>Goes on behind the barrier or shuffle.</summary>
    public void Resume()
    {
        Meeting = null;
        next++;
    }

    /// <summary>Runs until the thread ends or stands at a barrier or shuffle.</summary>
    public void RunToMeeting()
    {
        while (!IsDone && Meeting is null)
        {
            IrStep step = steps[next];
            Executed++;
            switch (step.Instruction)
            {
                case BarrierInstruction or ShuffleInstruction:
                    Meeting = step.Instruction;
                    break;
                case ReturnInstruction:
                    IsDone = true;
                    break;
                case BranchInstruction branch:
                    Enter(branch.Target);
                    break;
                case ConditionalBranchInstruction branch:
                    Enter(frame[step.Operands[0]] != 0 ? branch.WhenTrue : branch.WhenFalse);
                    break;
                default:
                    Execute(step);
                    next++;
                    break;
            }
        }
    }

    private void Enter(Block target)
    {
        Block from = block;
        block = target;
        steps = program.Steps(target);
        int phis = 0;
        while (steps[phis].Instruction is PhiInstruction)
        {
            phis++;
        }

        // Phis read all their sources before any of them is written.
        var incoming = new List<(int Slot, ulong Bits)>(phis);
        for (int i = 0; i < phis; i++)
        {
            Value value = ((PhiInstruction)steps[i].Instruction).IncomingFrom(from);
            incoming.Add((steps[i].Result, Read(value)));
            for (int lane = 1; lane < value.Type.Lanes; lane++)
            {
                incoming.Add((steps[i].Result + lane, frame[program.Slot(value) + lane]));
            }
        }

        foreach ((int slot, ulong bits) in incoming)
        {
            frame[slot] = bits;
        }

        next = phis;
    }

    private void Execute(IrStep step)
    {
        int[] o = step.Operands;
        ref ulong result = ref frame[step.Result];
        switch (step.Instruction)
        {
            case BinaryInstruction i:
                if (!ConstantFolder.TryBinary(i.Op, i.Type, frame[o[0]], frame[o[1]], out result))
                {
                    throw new InvalidOperationException($"{i.Op} is undefined for {frame[o[0]]:x} and {frame[o[1]]:x}.");
                }

                break;
            case UnaryInstruction i when i.Op is UnaryOp.RcpApprox or UnaryOp.RsqrtApprox:
                double x = FloatFormat.Decode(i.Type, frame[o[0]]);
                result = FloatFormat.Encode(i.Type, 1 / (i.Op == UnaryOp.RcpApprox ? x : Math.Sqrt(x)));
                break;
            case UnaryInstruction i:
                ConstantFolder.TryUnary(i.Op, i.Type, frame[o[0]], out result);
                break;
            case FusedMultiplyAddInstruction i:
                result = FloatFormat.FusedMultiplyAdd(i.Type, frame[o[0]], frame[o[1]], frame[o[2]]);
                break;
            case CompareInstruction i:
                result = ConstantFolder.Compare(i.Op, i.Left.Type, frame[o[0]], frame[o[1]]) ? 1UL : 0UL;
                break;
            case SelectInstruction:
                result = frame[o[0]] != 0 ? frame[o[1]] : frame[o[2]];
                break;
            case ConvertInstruction i:
                result = ConstantFolder.Convert(i.Op, i.Operand.Type, i.Type, frame[o[0]]);
                break;
            case IndexInstruction i:
                result = (uint)place(i.Kind);
                break;
            case DynamicSharedSizeInstruction:
                result = (uint)dynamicSharedBytes;
                break;
            case BuildVectorInstruction i:
                for (int lane = 0; lane < i.Type.Lanes; lane++)
                {
                    frame[step.Result + lane] = frame[o[lane]];
                }

                break;
            case ExtractLaneInstruction i:
                result = frame[o[0] + i.Lane];
                break;
            case FenceInstruction or UnrollHintInstruction:
                break;
            default:
                ExecuteMemory(step);
                break;
        }
    }

    private void ExecuteMemory(IrStep step)
    {
        int[] o = step.Operands;
        ref ulong result = ref frame[step.Result];
        switch (step.Instruction)
        {
            case AllocaInstruction { Space: AddressSpace.Shared } i:
                result = memory.Shared(i);
                break;
            case AllocaInstruction i:
                result = (ulong)AllocateLocal(i);
                break;
            case GepInstruction i:
                long index = i.Index.Type == IrType.Int32 ? (int)frame[o[1]] : (long)frame[o[1]];
                result = frame[o[0]] + (ulong)((index * i.Stride) + i.Offset);
                break;
            case LoadInstruction i:
                for (int lane = 0; lane < i.Type.Lanes; lane++)
                {
                    frame[step.Result + lane] = IrProgram.ReadScalar(i.Type.Element, Address(i.Type, o[0]) + (lane * i.Type.Element.Size));
                }

                break;
            case StoreInstruction i:
                for (int lane = 0; lane < i.Stored.Type.Lanes; lane++)
                {
                    IrType element = i.Stored.Type.Element;
                    IrAtomics.Write(element, Address(i.Stored.Type, o[0]) + (lane * element.Size), frame[o[1] + lane]);
                }

                break;
            case AtomicInstruction i:
                byte* address = Address(i.Type, o[0]);
                result = IrProgram.ReadScalar(i.Type, address);
                IrAtomics.Write(i.Type, address, IrAtomics.Combine(i.Op, i.Type, result, frame[o[1]]));
                break;
            case CompareExchangeInstruction i:
                byte* exchanged = Address(i.Type, o[0]);
                result = IrProgram.ReadScalar(i.Type, exchanged);
                if (result == frame[o[1]])
                {
                    IrAtomics.Write(i.Type, exchanged, frame[o[2]]);
                }

                break;
            default:
                throw new InvalidOperationException($"The interpreter does not know {step.Instruction.GetType().Name}.");
        }
    }

    private nint AllocateLocal(AllocaInstruction alloca)
    {
        if (!locals.TryGetValue(alloca, out nint memoryBlock))
        {
            locals.Add(alloca, memoryBlock = memory.Allocate(alloca.Size, alloca.Alignment));
        }

        new Span<byte>((void*)memoryBlock, checked((int)alloca.Size)).Clear();
        return memoryBlock;
    }

    /// <summary>Returns the address in a slot, which must be aligned to the access's width.</summary>
    private byte* Address(IrType type, int slot)
    {
        ulong address = frame[slot];
        if (address < 4096 || address % (ulong)type.Size != 0)
        {
            throw new InvalidOperationException($"An access of {type} at the address 0x{address:x}.");
        }

        return (byte*)address;
    }
}
