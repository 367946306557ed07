using Panther.Jit.IR;

namespace Panther.Jit.Backends.Ptx;

/// <content>
/// Matrix products by four warps. Their accumulators stay in the same registers from the first product until the wait, so a local array that
/// one of them names is no memory and no chain of values but a file of registers, and its loads and stores are moves.
/// </content>
internal sealed partial class PtxSelector
{
    private const int MostColumns = 256;

    private readonly Dictionary<AllocaInstruction, PtxRegister[]> registerFiles = [];

    private void FindRegisterFiles()
    {
        foreach (DeviceInstruction i in layout.Preorder.SelectMany(b => b.Instructions).OfType<DeviceInstruction>().Where(i => IsWarpGroupProduct(i.Op)))
        {
            selected = i;
            AddRegisterFile(i, 0, RegisterKind.Float32);
            if (HasRegistersOfA(i.Op))
            {
                AddRegisterFile(i, 2, RegisterKind.Int32);
            }
        }
    }

    private static bool IsWarpGroupProduct(DeviceOp op) => op is >= DeviceOp.WarpGroupTf32 and <= DeviceOp.WarpGroupBFloat16Registers;

    private static bool HasRegistersOfA(DeviceOp op) => op is >= DeviceOp.WarpGroupTf32Registers and <= DeviceOp.WarpGroupBFloat16Registers;

    private void AddRegisterFile(DeviceInstruction i, int operand, RegisterKind kind)
    {
        AllocaInstruction file = Root(i.Operands[operand]) is AllocaInstruction { Space: AddressSpace.Local } alloca
            ? alloca
            : throw Unsupported($"{i.Info.Name} on registers that are no local array", "pass LocalMemory.Allocate<T>(length), or a part of it at a constant place");
        if (!registerFiles.TryGetValue(file, out PtxRegister[]? registers))
        {
            registerFiles.Add(file, [.. Enumerable.Range(0, (int)(file.Size / sizeof(int))).Select(_ => new PtxRegister(kind))]);
        }
        else if (registers[0].Kind != kind)
        {
            throw Unsupported("one local array as accumulator and as operand", "use two");
        }
    }

    private void SelectWarpGroup(DeviceInstruction i)
    {
        switch (i.Op)
        {
            case DeviceOp.WarpGroupFence:
                Act("wgmma.fence.sync.aligned", null);
                break;
            case DeviceOp.WarpGroupCommit:
                Act("wgmma.commit_group.sync.aligned", null);
                break;
            case DeviceOp.WarpGroupWait:
                Act("wgmma.wait_group.sync.aligned", null, Fixed(i, 0));
                break;
            case DeviceOp.FenceAsyncShared:
                Act("fence.proxy.async.shared::cta", null);
                break;
            case DeviceOp.RaiseRegisters:
                Act("setmaxnreg.inc.sync.aligned.u32", null, Fixed(i, 0));
                break;
            case DeviceOp.LowerRegisters:
                Act("setmaxnreg.dec.sync.aligned.u32", null, Fixed(i, 0));
                break;
            default:
                SelectWarpGroupProduct(i);
                break;
        }
    }

    private void SelectWarpGroupProduct(DeviceInstruction i)
    {
        bool hasRegisters = HasRegistersOfA(i.Op);
        PtxOperand[] sum = RegistersOf(i, 0);
        int columns = 2 * sum.Length;
        if (columns % 8 != 0 || columns is 0 or > MostColumns)
        {
            throw Unsupported($"accumulators of {sum.Length} registers", "allocate half as many as B has columns: a multiple of 4, at most 128");
        }

        PtxOperand a = hasRegisters ? new VectorOperand(RegistersOf(i, 2)) : UseRegister(i.Operands[2]);
        if (a is VectorOperand { Lanes.Count: not 4 })
        {
            throw Unsupported("an operand A of other than 4 registers", "allocate 4");
        }

        int next = hasRegisters ? 4 : 3;
        bool isTf32 = i.Op is DeviceOp.WarpGroupTf32 or DeviceOp.WarpGroupTf32Registers;
        string type = isTf32 ? "tf32" : i.Op is DeviceOp.WarpGroupHalf or DeviceOp.WarpGroupHalfRegisters ? "f16" : "bf16";
        List<PtxOperand> sources = [a, UseRegister(i.Operands[next]), UseRegister(i.Operands[next + 1]), Immediate(1), Immediate(1)];
        sources.AddRange(Enumerable.Range(next + 2, i.Operands.Count - next - 2).Select(n => Fixed(i, n)));
        current.Instructions.Add(new PtxInstruction(
            $"wgmma.mma_async.sync.aligned.m64n{columns}k{(isTf32 ? 8 : 16)}.f32.{type}.{type}", new VectorOperand(sum), sources)
        {
            HasSideEffects = true,
            IsUpdate = true,
            Location = i.Location,
        });
    }

    /// <summary>Returns the registers that a pointer and the number behind it mean.</summary>
    private PtxOperand[] RegistersOf(DeviceInstruction i, int operand)
    {
        PtxRegister[] file = registerFiles[(AllocaInstruction)Root(i.Operands[operand])];
        int first = RegisterNumber(i.Operands[operand]);
        int count = i.Operands[operand + 1] is Constant length
            ? checked((int)length.AsInt64)
            : throw Unsupported($"{i.Info.Name} on a number of registers that is known only at run time", "pass the whole array, or a part of constant length");
        return first + count <= file.Length
            ? [.. file.AsSpan(first, count).ToArray().Select(r => (PtxOperand)r)]
            : throw Unsupported("a part of an array that reaches over its end", "pass a part inside it");
    }

    /// <summary>Returns the register that a pointer means, or null when it points to memory.</summary>
    private PtxRegister? FileRegister(Value pointer, IrType type)
    {
        if (Root(pointer) is not AllocaInstruction alloca || !registerFiles.TryGetValue(alloca, out PtxRegister[]? file))
        {
            return null;
        }

        int number = RegisterNumber(pointer);
        return type.Size == sizeof(int) && !type.IsVector && number < file.Length
            ? file[number]
            : throw Unsupported($"an access of type {type} to registers of a warp group's product", "read and write single elements of the array");
    }

    private int RegisterNumber(Value pointer)
    {
        long offset = 0;
        for (; pointer is GepInstruction gep; pointer = gep.Pointer)
        {
            offset += gep.Index is Constant index
                ? (index.AsInt64 * gep.Stride) + gep.Offset
                : throw Unsupported(
                    "registers of a warp group's product that are indexed by a variable", "use constant indices, or loops of constant bounds that are unrolled");
        }

        return offset >= 0 && offset % sizeof(int) == 0
            ? checked((int)(offset / sizeof(int)))
            : throw Unsupported("a place inside a register", "use whole elements of the array");
    }

    private static Value Root(Value pointer)
    {
        while (pointer is GepInstruction gep)
        {
            pointer = gep.Pointer;
        }

        return pointer;
    }
}
