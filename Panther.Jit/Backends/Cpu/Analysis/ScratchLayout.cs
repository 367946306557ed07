using Panther.Jit.IR;
using Panther.Jit.Passes.Analysis;

namespace Panther.Jit.Backends.Cpu.Analysis;

/// <summary>A value's place in a warp's frame.</summary>
/// <param name="Value">The value.</param>
/// <param name="IsVector">Whether the vector is kept, or else the scalar.</param>
/// <param name="Part">The vector's part, or the scalar's component.</param>
/// <param name="Offset">The bytes from the frame's begin.</param>
internal sealed record FrameSlot(Instruction Value, bool IsVector, int Part, long Offset);

/// <summary>
/// Divides the scratch memory of a thread: lane buffers, the group's index, its static shared memory, then one frame a warp (one only if no warp ever waits)
/// with the lanes' local memory and what a warp keeps across a barrier. Behind it all lies the dynamic shared memory.
/// </summary>
internal sealed class ScratchLayout
{
    /// <summary>The number of lane buffers, 8 bytes a lane each.</summary>
    public const int LaneBuffers = 5;

    private readonly Dictionary<AllocaInstruction, long> allocas = [];
    private readonly Dictionary<Block, FrameSlot[]> saved = [];
    private readonly CpuTarget target;

    public ScratchLayout(
        BlockOrder order, LaneShapes shapes, ValueForms forms, Hoisting hoisting, Inlining inlining, Liveness live, IReadOnlyList<Block> resumePoints, CpuTarget target)
    {
        this.target = target;
        GroupIndexOffset = Align(LaneBuffers * 8L * target.Lanes);
        long shared = GroupIndexOffset + 64;
        // The frame begins with the barrier at which the warp waits, twice its number and one more if some lanes wait only, and the mask.
        long frame = 64 + Align(target.VectorBits / 8);
        foreach (AllocaInstruction alloca in order.Blocks.SelectMany(b => b.Instructions).OfType<AllocaInstruction>())
        {
            if (alloca.Space == AddressSpace.Local)
            {
                allocas.Add(alloca, frame);
                frame += Align(LaneShapes.LocalBytes(alloca) * target.Lanes);
            }
            else if (!alloca.IsDynamic)
            {
                allocas.Add(alloca, shared);
                shared += Align(alloca.Size);
                SharedBytes += alloca.Size;
            }
        }

        FrameOffset = shared;
        long slots = frame;
        if (resumePoints.Count > 0)
        {
            foreach (Block block in resumePoints)
            {
                long end = slots;
                saved.Add(block, [.. Slots(live.LiveIn(block), forms, hoisting, inlining, shapes, ref end)]);
                frame = Math.Max(frame, end);
            }
        }

        FrameBytes = frame;
        long warps = (target.GroupDim.Size + target.Lanes - 1) / target.Lanes;
        TotalBytes = FrameOffset + (resumePoints.Count > 0 ? warps * frame : frame);
        foreach (AllocaInstruction alloca in order.Blocks.SelectMany(b => b.Instructions).OfType<AllocaInstruction>().Where(a => a.IsDynamic))
        {
            allocas.Add(alloca, TotalBytes);
        }
    }

    /// <summary>Gets where the group's X, Y and Z stand for the phases, 4 bytes each.</summary>
    public long GroupIndexOffset { get; }

    /// <summary>Gets where the first warp's frame begins.</summary>
    public long FrameOffset { get; }

    /// <summary>Gets the static shared memory, without the gaps of its alignment.</summary>
    public long SharedBytes { get; }

    public long FrameBytes { get; }

    public long TotalBytes { get; }

    /// <summary>Gets where a frame holds the mask of a warp that waits with some lanes only.</summary>
    public static long MaskOffset => 64;

    /// <summary>Returns the offset of shared memory in the scratch, or of local memory in a frame.</summary>
    public long OffsetOf(AllocaInstruction alloca) => allocas[alloca];

    /// <summary>Returns what a warp that goes on at the block has kept.</summary>
    public IReadOnlyList<FrameSlot> SavedFor(Block resumePoint) => saved[resumePoint];

    private static long Align(long bytes) => (bytes + 63) / 64 * 64;

    private List<FrameSlot> Slots(
        IReadOnlyCollection<Instruction> live, ValueForms forms, Hoisting hoisting, Inlining inlining, LaneShapes shapes, ref long end)
    {
        var result = new List<FrameSlot>();
        Instruction[] kept = [.. live.Where(v => v is not (IndexInstruction or AllocaInstruction)
            && hoisting.Level(v) == ComputedPer.Warp && !inlining.IsInlined(v))];
        long vectorBytes = target.VectorBits / 8;
        foreach (Instruction value in kept.Where(v => forms.NeedsVector(v) && shapes.Exact(v).IsVarying))
        {
            for (int part = 0; part < value.Type.Lanes * LaneLayout.Parts(value.Type); part++)
            {
                result.Add(new FrameSlot(value, true, part, end));
                end += vectorBytes;
            }
        }

        foreach (Instruction value in kept.Where(forms.NeedsScalar))
        {
            for (int component = 0; component < value.Type.Lanes; component++)
            {
                result.Add(new FrameSlot(value, false, component, end));
                end += 8;
            }
        }

        end = Align(end);
        return result;
    }
}
