using Panther.Jit.IR;

namespace Panther.Jit.Passes.Coarsening;

/// <summary>
/// Lets one thread of an implicitly grouped kernel do several neighbouring indices, so that accesses to neighbouring elements become wide ones
/// (Magni, Dubach and O'Boyle, 2013).
/// </summary>
/// <remarks>
/// <para>
/// A group does V times the indices that it has threads. Where all of them are inside the extent and the wide addresses are aligned, which is one
/// question for the whole group, thread t does those from V * t to V * t + V - 1, instruction by instruction. Otherwise the threads stride over
/// the group's indices one at a time: in the last group, and where views start at odd places.
/// </para>
/// <para>
/// The threads of an implicitly grouped kernel come in no order, and what <see cref="GuardedBody"/> accepts does not synchronise them. Doing V
/// indices in step, each instruction for all of them before the next, is one of the orders that the threads may run in; so it is right for
/// overlapping views too, although loads of one index then come before stores of another.
/// </para>
/// </remarks>
internal sealed class ThreadCoarsening
{
    private readonly KernelFunction function;
    private readonly GuardedBody guarded;
    private readonly NeighbourAccesses accesses;
    private readonly IrBuilder builder;

    private ThreadCoarsening(KernelFunction function, GuardedBody guarded, NeighbourAccesses accesses)
    {
        this.function = function;
        this.guarded = guarded;
        this.accesses = accesses;
        builder = new IrBuilder(function) { Block = function.Entry };
    }

    /// <param name="function">A function whose branches have been flattened and whose address spaces are known.</param>
    /// <param name="wideBytes">The bytes that the device's widest access moves; 0 leaves the function alone.</param>
    public static bool Run(KernelFunction function, int wideBytes)
    {
        if (wideBytes == 0 || GuardedBody.Find(function) is not { } guarded || NeighbourAccesses.Find(guarded, wideBytes) is not { } accesses)
        {
            return false;
        }

        new ThreadCoarsening(function, guarded, accesses).Rewrite();
        function.IndicesPerThread = accesses.Count;
        return true;
    }

    private void Rewrite()
    {
        Block wide = function.AddBlock();
        Block tail = function.AddBlock();
        Block loop = function.AddBlock();
        guarded.OpenEntry();

        // Places are counted in 64 bits: the end of the last group may lie beyond the largest index.
        Value threads = Long(builder.Index(IndexKind.GroupDimX));
        Value thread = Long(builder.Index(IndexKind.ThreadX));
        Value span = builder.Binary(BinaryOp.Mul, threads, function.Int64(accesses.Count));
        Value start = builder.Binary(BinaryOp.Mul, Long(builder.Index(IndexKind.GroupX)), span);
        Value end = builder.Binary(BinaryOp.Add, start, span);
        Value extent = Long(guarded.Extent);
        Value isInside = builder.Compare(CompareOp.LessEqualSigned, end, extent);
        builder.Branch(builder.Binary(BinaryOp.And, isInside, IsAligned()), wide, tail);

        builder.Block = wide;
        Value offset = builder.Binary(BinaryOp.Mul, thread, function.Int64(accesses.Count));
        new WideBody(builder, guarded, accesses).Write(ToIndex(builder.Binary(BinaryOp.Add, start, offset)));
        builder.Branch(guarded.Exit);

        builder.Block = tail;
        Value own = builder.Binary(BinaryOp.Add, start, thread);
        Value limit = builder.Binary(BinaryOp.MinSigned, end, extent);
        builder.Branch(builder.Compare(CompareOp.LessSigned, own, limit), loop, guarded.Exit);

        builder.Block = loop;
        PhiInstruction place = builder.Phi(IrType.Int64);
        guarded.MoveTo(loop, ToIndex(place));
        Value next = builder.Binary(BinaryOp.Add, place, threads);
        builder.Branch(builder.Compare(CompareOp.LessSigned, next, limit), loop, guarded.Exit);
        place.AddIncoming(tail, own);
        place.AddIncoming(loop, next);
        function.SetBlocks(ControlFlow.ReversePostorder(function.Entry));
    }

    /// <summary>Asks whether the address that each wide access would have for index 0 is a multiple of its size.</summary>
    private Value IsAligned()
    {
        var tested = new HashSet<(Value Address, int Bytes)>();
        Value rest = function.Int64(0);
        foreach (NeighbourAccess access in accesses.All)
        {
            Value first = access.AddressOfFirst(builder);
            if (tested.Add((first, access.ChunkBytes)))
            {
                Value address = builder.Convert(ConvertOp.PointerToInt, first, IrType.Int64);
                rest = builder.Binary(BinaryOp.Or, rest, builder.Binary(BinaryOp.And, address, function.Int64(access.ChunkBytes - 1)));
            }
        }

        return builder.Compare(CompareOp.Equal, rest, function.Int64(0));
    }

    private Value Long(Value value) => value.Type == IrType.Int64 ? value : builder.Convert(ConvertOp.SignExtend, value, IrType.Int64);

    private Value ToIndex(Value place) =>
        guarded.Index.Type == IrType.Int64 ? place : builder.Convert(ConvertOp.Truncate, place, guarded.Index.Type);
}
