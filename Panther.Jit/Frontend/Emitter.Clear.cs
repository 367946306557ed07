using Panther.Jit.IR;

namespace Panther.Jit.Frontend;

/// <content>Zeroing of local arrays that are made again and again.</content>
internal sealed partial class Emitter
{
    /// <summary>Up to here the stores are written out, so that the array can still live in registers.</summary>
    private const int LargestUnrolledClear = 256;

    public void Clear(AllocaInstruction alloca, TypeLayout element, long count)
    {
        if (count * element.Leaves.Count <= LargestUnrolledClear)
        {
            for (long i = 0; i < count; i++)
            {
                StoreZero(Offset(alloca, i * element.Size), element);
            }

            return;
        }

        Block before = Block;
        Block body = AddBlock();
        Block behind = AddBlock();
        Branch(body);
        Block = body;
        State.Forget(alloca);
        PhiInstruction index = Phi(IrType.Int32);
        StoreZero(Gep(alloca, index, element.Size, 0), element);
        Value next = Binary(BinaryOp.Add, index, Int32(1));
        index.AddIncoming(before, Int32(0));
        index.AddIncoming(body, next);
        Branch(Compare(CompareOp.LessSigned, next, Int32((int)count)), body, behind);
        Block = behind;
    }
}
