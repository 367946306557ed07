using Panther.Jit.IR;

namespace Panther.Jit.Backends.Ptx;

/// <content>Shuffles, and the numbers that tell a thread its place.</content>
internal sealed partial class PtxSelector
{
    private const int WarpSize = 32;

    private void SelectShuffle(ShuffleInstruction i)
    {
        PtxOperand lane = Use(i.Lane);
        Define(i);
        for (int l = 0; l < i.Type.Lanes; l++)
        {
            PtxRegister value = UseRegister(i.Shuffled, l);
            PtxOperand result = results[i][l];
            switch (PtxTypes.Kind(i.Type.Element))
            {
                case RegisterKind.Predicate:
                    PtxRegister bit = Compute(RegisterKind.Int32, "selp.u32", Immediate(1), Immediate(0), value);
                    Emit("setp.ne.s32", result, Shuffled(i.Op, bit, lane), Immediate(0));
                    break;
                case RegisterKind.Half:
                    PtxRegister half = Compute(RegisterKind.Int32, "cvt.u32.u16", value);
                    Emit("cvt.u16.u32", result, Shuffled(i.Op, half, lane));
                    break;
                case RegisterKind.Int64 or RegisterKind.Float64:
                    var low = new PtxRegister(RegisterKind.Int32);
                    var high = new PtxRegister(RegisterKind.Int32);
                    Emit("mov.b64", new VectorOperand([low, high]), value);
                    Emit("mov.b64", result, new VectorOperand([Shuffled(i.Op, low, lane), Shuffled(i.Op, high, lane)]));
                    break;
                default:
                    Act(ShuffleOpcode(i.Op), result, value, lane, Clamp(i.Op), AllLanes);
                    break;
            }
        }
    }

    private PtxRegister Shuffled(ShuffleOp op, PtxRegister value, PtxOperand lane)
    {
        var result = new PtxRegister(RegisterKind.Int32);
        Act(ShuffleOpcode(op), result, value, lane, Clamp(op), AllLanes);
        return result;
    }

    private static string ShuffleOpcode(ShuffleOp op) => op switch
    {
        ShuffleOp.Index => "shfl.sync.idx.b32",
        ShuffleOp.Up => "shfl.sync.up.b32",
        ShuffleOp.Down => "shfl.sync.down.b32",
        _ => "shfl.sync.bfly.b32",
    };

    /// <summary>The lane at which a shuffle stops: the first going up, else the last.</summary>
    private static TextOperand Clamp(ShuffleOp op) => Immediate(op == ShuffleOp.Up ? 0 : WarpSize - 1);

    private void SelectIndex(IndexInstruction i)
    {
        switch (i.Kind)
        {
            case IndexKind.WarpSize:
                Alias(i, Immediate(WarpSize));
                break;
            case IndexKind.Warp:
                PtxRegister planes = Compute(RegisterKind.Int32, "mad.lo.s32", Special("%tid.z"), Special("%ntid.y"), Special("%tid.y"));
                PtxRegister linear = Compute(RegisterKind.Int32, "mad.lo.s32", planes, Special("%ntid.x"), Special("%tid.x"));
                Emit("shr.u32", Define(i), linear, Immediate(int.Log2(WarpSize)));
                break;
            default:
                Emit("mov.u32", Define(i), new TextOperand(SpecialName(i.Kind)));
                break;
        }
    }

    private PtxRegister Special(string name) => Compute(RegisterKind.Int32, "mov.u32", new TextOperand(name));

    private static string SpecialName(IndexKind kind) => kind switch
    {
        IndexKind.ThreadX => "%tid.x",
        IndexKind.ThreadY => "%tid.y",
        IndexKind.ThreadZ => "%tid.z",
        IndexKind.GroupDimX => "%ntid.x",
        IndexKind.GroupDimY => "%ntid.y",
        IndexKind.GroupDimZ => "%ntid.z",
        IndexKind.GroupX => "%ctaid.x",
        IndexKind.GroupY => "%ctaid.y",
        IndexKind.GroupZ => "%ctaid.z",
        IndexKind.GridDimX => "%nctaid.x",
        IndexKind.GridDimY => "%nctaid.y",
        IndexKind.GridDimZ => "%nctaid.z",
        IndexKind.Lane => "%laneid",
        _ => throw new InvalidOperationException($"The PTX backend does not know the index {kind}."),
    };
}
