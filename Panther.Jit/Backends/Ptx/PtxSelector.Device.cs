using Panther.Jit.IR;

namespace Panther.Jit.Backends.Ptx;

/// <content>Instructions that only some GPUs have: matrix products by one warp, asynchronous copies, barriers in shared memory.</content>
internal sealed partial class PtxSelector
{
    private void SelectDevice(DeviceInstruction i)
    {
        switch (i.Op)
        {
            case DeviceOp.ToTf32:
                Emit("cvt.rna.tf32.f32", Define(i), UseRegister(i.Operands[0]));
                break;
            case DeviceOp.PackHalf or DeviceOp.PackBFloat16:
                // The first source is the high half.
                Emit($"cvt.rn.{(i.Op == DeviceOp.PackHalf ? "f16x2" : "bf16x2")}.f32", Define(i), UseRegister(i.Operands[1]), UseRegister(i.Operands[0]));
                break;
            case DeviceOp.SharedAddress:
                RequireSpace(i, 0, AddressSpace.Shared);
                Alias(i, UseRegister(i.Operands[0]));
                break;
            case >= DeviceOp.MmaTf32K4 and <= DeviceOp.MmaDoubleK16:
                SelectProduct(i);
                break;
            case DeviceOp.LoadMatrix or DeviceOp.LoadMatrixTransposed:
                string transposed = i.Op == DeviceOp.LoadMatrixTransposed ? ".trans" : string.Empty;
                PtxOperand row = Shared(i, 0);
                Define(i);
                Act($"ldmatrix.sync.aligned.m8n8.x{i.Type.Lanes}{transposed}.shared.b16", new VectorOperand(results[i]), row);
                break;
            case DeviceOp.CopyAsync or DeviceOp.CopyAsyncOrZero:
                SelectCopy(i);
                break;
            case DeviceOp.CopyCommit:
                Act("cp.async.commit_group", null);
                break;
            case DeviceOp.CopyWait:
                Act("cp.async.wait_group", null, Fixed(i, 0));
                break;
            case DeviceOp.CopyWaitAll:
                Act("cp.async.wait_all", null);
                break;
            case >= DeviceOp.WarpGroupTf32 and <= DeviceOp.LowerRegisters:
                SelectWarpGroup(i);
                break;
            case >= DeviceOp.BarrierInit and <= DeviceOp.BarrierTryWait:
                SelectSharedBarrier(i);
                break;
            default:
                SelectBulk(i);
                break;
        }
    }

    private void SelectProduct(DeviceInstruction i)
    {
        (string shape, string types) = i.Op switch
        {
            DeviceOp.MmaTf32K4 => ("m16n8k4", "f32.tf32.tf32.f32"),
            DeviceOp.MmaTf32K8 => ("m16n8k8", "f32.tf32.tf32.f32"),
            DeviceOp.MmaHalfK8 => ("m16n8k8", "f32.f16.f16.f32"),
            DeviceOp.MmaHalfK16 => ("m16n8k16", "f32.f16.f16.f32"),
            DeviceOp.MmaHalfSumK8 => ("m16n8k8", "f16.f16.f16.f16"),
            DeviceOp.MmaHalfSumK16 => ("m16n8k16", "f16.f16.f16.f16"),
            DeviceOp.MmaBFloat16K8 => ("m16n8k8", "f32.bf16.bf16.f32"),
            DeviceOp.MmaBFloat16K16 => ("m16n8k16", "f32.bf16.bf16.f32"),
            DeviceOp.MmaDoubleM8K4 => ("m8n8k4", "f64.f64.f64.f64"),
            DeviceOp.MmaDoubleK4 => ("m16n8k4", "f64.f64.f64.f64"),
            DeviceOp.MmaDoubleK8 => ("m16n8k8", "f64.f64.f64.f64"),
            _ => ("m16n8k16", "f64.f64.f64.f64"),
        };

        // Twice as many registers of A as of B, one of each in the smallest shape; the rest is C.
        int c = i.Operands.Count - i.Type.Lanes;
        int b = i.Op == DeviceOp.MmaDoubleM8K4 ? 1 : c / 3;
        VectorOperand Registers(int first, int count) => new([.. Enumerable.Range(first, count).Select(n => (PtxOperand)UseRegister(i.Operands[n]))]);
        PtxOperand[] sources = [Registers(0, c - b), Registers(c - b, b), Registers(c, i.Type.Lanes)];
        Define(i);
        Act($"mma.sync.aligned.{shape}.row.col.{types}", new VectorOperand(results[i]), sources);
    }

    private void SelectCopy(DeviceInstruction i)
    {
        RequireSpace(i, 1, AddressSpace.Global);
        PtxOperand destination = Shared(i, 0);
        PtxOperand source = Place(i.Operands[1]);
        long bytes = ((Constant)i.Operands[^1]).AsInt64;
        if (bytes is not (4 or 8 or 16))
        {
            throw Unsupported($"asynchronous copies of elements of {bytes} bytes", "copy elements of 4, 8 or 16 bytes; views can be cast");
        }

        // Only copies of 16 bytes may pass by the first-level cache.
        string opcode = $"cp.async.{(bytes == 16 ? "cg" : "ca")}.shared.global{cacheFetch}";
        if (i.Op == DeviceOp.CopyAsync)
        {
            Act(opcode, null, destination, source, Immediate(bytes));
        }
        else
        {
            PtxRegister read = Compute(RegisterKind.Int32, "selp.b32", Immediate(bytes), Immediate(0), UseRegister(i.Operands[2]));
            Act(opcode, null, destination, source, Immediate(bytes), read);
        }
    }

    private void SelectSharedBarrier(DeviceInstruction i)
    {
        switch (i.Op)
        {
            case DeviceOp.BarrierInit:
                Act("mbarrier.init.shared::cta.b64", null, Shared(i, 0), Use(i.Operands[1]));
                break;
            case DeviceOp.BarrierInvalidate:
                Act("mbarrier.inval.shared::cta.b64", null, Shared(i, 0));
                break;
            case DeviceOp.BarrierFenceInit:
                Act("fence.mbarrier_init.release.cluster", null);
                break;
            case DeviceOp.BarrierArrive:
                Act("mbarrier.arrive.shared::cta.b64", Unwanted, Shared(i, 0));
                break;
            case DeviceOp.BarrierArriveExpect:
                Act("mbarrier.arrive.expect_tx.shared::cta.b64", Unwanted, Shared(i, 0), Use(i.Operands[1]));
                break;
            default:
                Act("mbarrier.try_wait.parity.shared::cta.b64", Define(i), Shared(i, 0), Use(i.Operands[1]));
                break;
        }
    }

    private void SelectBulk(DeviceInstruction i)
    {
        switch (i.Op)
        {
            case DeviceOp.BulkLoad:
                RequireSpace(i, 1, AddressSpace.Global);
                Act(
                    "cp.async.bulk.shared::cluster.global.mbarrier::complete_tx::bytes",
                    null, Shared(i, 0), Place(i.Operands[1]), Use(i.Operands[2]), Shared(i, 3));
                break;
            case DeviceOp.BulkStore:
                RequireSpace(i, 0, AddressSpace.Global);
                Act("cp.async.bulk.global.shared::cta.bulk_group", null, Place(i.Operands[0]), Shared(i, 1), Use(i.Operands[2]));
                break;
            case DeviceOp.TensorAcquire:
                RequireSpace(i, 0, AddressSpace.Global);
                Act("fence.proxy.tensormap::generic.acquire.gpu", null, new AddressOperand(UseRegister(i.Operands[0]), 0), Immediate(Dialect.TensorMap.Bytes));
                break;
            case DeviceOp.TensorLoad:
                Act(
                    "cp.async.bulk.tensor.2d.shared::cluster.global.tile.mbarrier::complete_tx::bytes",
                    null, Shared(i, 0), Tile(i, 1), Shared(i, 4));
                break;
            case DeviceOp.TensorStore:
                Act("cp.async.bulk.tensor.2d.global.shared::cta.tile.bulk_group", null, Tile(i, 0), Shared(i, 3));
                break;
            case DeviceOp.BulkCommit:
                Act("cp.async.bulk.commit_group", null);
                break;
            case DeviceOp.BulkWait:
                Act("cp.async.bulk.wait_group", null, Fixed(i, 0));
                break;
            case DeviceOp.BulkWaitRead:
                Act("cp.async.bulk.wait_group.read", null, Fixed(i, 0));
                break;
            default:
                throw new InvalidOperationException($"The PTX backend does not know {i.Op}.");
        }
    }

    /// <summary>The sink for results that nobody wants.</summary>
    private static TextOperand Unwanted { get; } = new("_");

    /// <summary>A tile of a tensor map: the map's pointer and, behind it, the two coordinates.</summary>
    private TileOperand Tile(DeviceInstruction i, int map)
    {
        RequireSpace(i, map, AddressSpace.Global);
        return new TileOperand(UseRegister(i.Operands[map]), [UseRegister(i.Operands[map + 1]), UseRegister(i.Operands[map + 2])]);
    }

    private AddressOperand Shared(DeviceInstruction i, int operand)
    {
        RequireSpace(i, operand, AddressSpace.Shared);
        return Place(i.Operands[operand]);
    }

    private void RequireSpace(DeviceInstruction i, int operand, AddressSpace space)
    {
        if (i.Operands[operand].Type.Space != space)
        {
            throw Unsupported(
                $"{i.Info.Name} on {PtxTypes.Space(i.Operands[operand].Type.Space)} memory where it takes {PtxTypes.Space(space)} memory", "pass a view of that");
        }
    }

    /// <summary>Returns an operand that the instruction holds in itself.</summary>
    private TextOperand Fixed(DeviceInstruction i, int operand) => i.Operands[operand] is Constant constant
        ? Immediate(constant.Type == IrType.Bool ? (constant.AsBool ? 1 : 0) : constant.AsInt64)
        : throw Unsupported($"{i.Info.Name} with a number that is known only at run time", "pass a constant, or unroll the loop around it");
}
