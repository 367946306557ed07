using System.Collections;

namespace Panther.Jit.Backends.Ptx;

/// <summary>Where each register holds a value that is still read: half-open ranges of positions in the text, in rising order.</summary>
internal sealed class PtxLiveness
{
    private readonly Dictionary<PtxRegister, int> numbers = [];
    private readonly List<List<(int Start, int End)>> ranges = [];
    private readonly IReadOnlyList<PtxBlock> blocks;

    public PtxLiveness(IReadOnlyList<PtxBlock> blocks)
    {
        this.blocks = blocks;
        foreach (PtxRegister register in blocks.SelectMany(Mentioned))
        {
            if (numbers.TryAdd(register, ranges.Count))
            {
                ranges.Add([]);
            }
        }

        Dictionary<PtxBlock, BitArray> liveOut = Solve();
        CollectRanges(liveOut);
    }

    /// <summary>Returns the live ranges of a register.</summary>
    public IReadOnlyList<(int Start, int End)> Ranges(PtxRegister register) => ranges[numbers[register]];

    private static IEnumerable<PtxRegister> Mentioned(PtxBlock block) =>
        block.Instructions.SelectMany(i => i.Written.Concat(i.Read))
            .Concat(block.Copies.SelectMany(c => c.Source.Registers.Append(c.Destination)))
            .Concat(block.Condition is null ? [] : [block.Condition]);

    /// <summary>Visits reads and writes from the end of the block to its start.</summary>
    private static void Backwards(PtxBlock block, Action<int, PtxRegister> write, Action<int, PtxRegister> read)
    {
        int position = 2 * (block.Instructions.Count + 1);
        if (block.Condition is not null)
        {
            read(position, block.Condition);
        }

        position -= 2;
        foreach (PtxCopy copy in block.Copies)
        {
            write(position, copy.Destination);
        }

        foreach (PtxRegister register in block.Copies.SelectMany(c => c.Source.Registers))
        {
            read(position, register);
        }

        for (int i = block.Instructions.Count - 1; i >= 0; i--)
        {
            position -= 2;
            foreach (PtxRegister register in block.Instructions[i].Written)
            {
                write(position, register);
            }

            foreach (PtxRegister register in block.Instructions[i].Read)
            {
                read(position, register);
            }
        }
    }

    private Dictionary<PtxBlock, BitArray> Solve()
    {
        var liveIn = blocks.ToDictionary(b => b, _ => new BitArray(ranges.Count));
        var liveOut = blocks.ToDictionary(b => b, _ => new BitArray(ranges.Count));
        var upward = blocks.ToDictionary(b => b, _ => new BitArray(ranges.Count));
        var written = blocks.ToDictionary(b => b, _ => new BitArray(ranges.Count));
        foreach (PtxBlock block in blocks)
        {
            Backwards(
                block,
                (_, r) => (written[block][numbers[r]], upward[block][numbers[r]]) = (true, false),
                (_, r) => upward[block][numbers[r]] = true);
            written[block].Not();
        }

        bool changed = true;
        while (changed)
        {
            changed = false;
            foreach (PtxBlock block in blocks.Reverse())
            {
                foreach (PtxBlock successor in block.Successors)
                {
                    liveOut[block].Or(liveIn[successor]);
                }

                BitArray fresh = new BitArray(liveOut[block]).And(written[block]).Or(upward[block]);
                changed |= fresh.Xor(liveIn[block]).HasAnySet();
                liveIn[block].Xor(fresh);
            }
        }

        return liveOut;
    }

    private void CollectRanges(Dictionary<PtxBlock, BitArray> liveOut)
    {
        int offset = 0;
        var ends = new int[ranges.Count];
        foreach (PtxBlock block in blocks)
        {
            int start = offset;
            int end = start + (2 * (block.Instructions.Count + 2));
            BitArray live = new(liveOut[block]);
            for (int n = 0; n < live.Length; n++)
            {
                ends[n] = end;
            }

            var found = new List<(int Number, int Start, int End)>();
            Backwards(
                block,
                (position, r) =>
                {
                    int n = numbers[r];
                    found.Add((n, start + position + 1, live[n] ? ends[n] : start + position + 2));
                    live[n] = false;
                },
                (position, r) =>
                {
                    int n = numbers[r];
                    if (!live[n])
                    {
                        live[n] = true;
                        ends[n] = start + position + 1;
                    }
                });
            for (int n = 0; n < live.Length; n++)
            {
                if (live[n])
                {
                    found.Add((n, start, ends[n]));
                }
            }

            foreach ((int number, int from, int to) in found.OrderBy(f => f.Start))
            {
                ranges[number].Add((from, to));
            }

            offset = end;
        }
    }
}
