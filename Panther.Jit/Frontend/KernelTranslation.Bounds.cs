using Panther.Jit.Compilation;
using Panther.Jit.IR;
using Panther.Jit.Runtime;

namespace Panther.Jit.Frontend;

/// <content>Checks of indices, in code that is compiled for debugging.</content>
internal sealed partial class KernelTranslation
{
    private readonly List<Check> checks = [];
    private Parameter? boundsRecord;

    /// <summary>
    /// Returns the index where it is at least 0 and below the length. Elsewhere the launch's record gets the place in the source, the index and the length,
    /// unless another thread was first, and the thread ends; where threads wait for each other it goes on with the first element instead.
    /// </summary>
    public Value CheckIndex(Value index, Func<Value> length)
    {
        if (boundsRecord is null || Target.Bounds is not { } sites)
        {
            return index;
        }

        Value wide = Emit.Convert(ConvertOp.SignExtend, index, IrType.Int64);
        Value limit = Emit.Convert(ConvertOp.SignExtend, length(), IrType.Int64);
        if (wide is Constant known && limit is Constant most && known.AsUInt64 < most.AsUInt64)
        {
            return index;
        }

        Block before = Emit.Block;
        Block outside = Emit.AddBlock();
        Block first = Emit.AddBlock();
        Block behind = Emit.AddBlock();
        Block inside = Emit.AddBlock();
        Emit.Branch(Emit.Compare(CompareOp.LessUnsigned, wide, limit), inside, outside);

        Emit.Block = outside;
        Value found = Emit.CompareExchange(boundsRecord, Emit.Int32(0), Emit.Int32(sites.Add(Emit.Location)));
        Emit.Branch(Emit.Compare(CompareOp.Equal, found, Emit.Int32(0)), first, behind);

        Emit.Block = first;
        Emit.StoreLeaf(Emit.Offset(boundsRecord, BoundsSites.IndexOffset), wide);
        Emit.StoreLeaf(Emit.Offset(boundsRecord, BoundsSites.LengthOffset), limit);
        Emit.Branch(behind);

        Emit.Block = inside;
        PhiInstruction result = Emit.Phi(index.Type);
        result.AddIncoming(before, index);
        checks.Add(new Check(behind, inside, result, limit));
        return result;
    }

    /// <summary>Leads the threads that failed a check on: to the end, or on with the first element where others would wait for them.</summary>
    private void FinishChecks()
    {
        if (checks.Count == 0)
        {
            return;
        }

        bool meets = Emit.Function.Blocks.SelectMany(b => b.Instructions).Any(i => i is BarrierInstruction or ShuffleInstruction or DeviceInstruction);

        // OpenCL's barriers need every thread of the group, even those that have no first element to go on with.
        bool needsAll = Target.Device is { Kind: DeviceKind.OpenCl };
        Block exit = Emit.AddBlock();
        Emit.Block = exit;
        Emit.Return();
        foreach (Check check in checks)
        {
            Emit.Block = check.Behind;
            if (!meets)
            {
                Emit.Branch(exit);
                continue;
            }

            check.Index.AddIncoming(check.Behind, Emit.Function.Zero(check.Index.Type));
            if (needsAll)
            {
                Emit.Branch(check.Inside);
            }
            else
            {
                Emit.Branch(Emit.Compare(CompareOp.Equal, check.Length, Emit.Int64(0)), exit, check.Inside);
            }
        }
    }

    private sealed record Check(Block Behind, Block Inside, PhiInstruction Index, Value Length);
}
