using Panther.Jit.IR;

namespace Panther.Jit.Frontend;

/// <content>Loops over the elements of local memory.</content>
internal sealed partial class Emitter
{
    /// <summary>Up to here the stores are written out, so that the array can still live in registers.</summary>
    private const int LargestUnrolledClear = 256;

    /// <summary>Zeroes a local array that is made again and again.</summary>
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

        ForEach(Int32((int)count), index => StoreZero(Gep(alloca, index, element.Size, 0), element));
    }

    /// <summary>Writes a loop over the indices below an i32 count; its body must branch nowhere.</summary>
    public void ForEach(Value count, Action<Value> writeBody)
    {
        Block before = Block;
        Block header = AddBlock();
        Block body = AddBlock();
        Block behind = AddBlock();
        Branch(header);
        Block = header;
        PhiInstruction index = Phi(IrType.Int32);
        Branch(Compare(CompareOp.LessSigned, index, count), body, behind);
        Block = body;
        writeBody(index);
        index.AddIncoming(before, Int32(0));
        index.AddIncoming(body, Binary(BinaryOp.Add, index, Int32(1)));
        Branch(header);
        Block = behind;
    }
}
