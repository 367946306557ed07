using System.Runtime.InteropServices;
using Panther.Jit.Compilation;
using Panther.Jit.Dialect;
using Panther.Jit.IR;

namespace Panther.Tests.Engine;

/// <summary>
/// Runs a function of the intermediate representation for every thread of a launch, over real memory: what a backend must compute.
/// Threads of a group run one after another up to the next barrier or shuffle.
/// </summary>
internal sealed unsafe class IrInterpreter
{
    private readonly KernelFunction function;
    private readonly IrProgram program;
    private readonly int warpSize;
    private readonly Index3D grid;
    private readonly Index3D group;
    private readonly int dynamicSharedBytes;

    private IrInterpreter(KernelFunction function, TargetInfo target, KernelConfig config, byte* parameters)
    {
        this.function = function;
        warpSize = target.WarpSize;
        grid = config.GridDim;
        group = config.GroupDim;
        dynamicSharedBytes = config.DynamicSharedBytes;
        program = new IrProgram(function, parameters);
    }

    /// <summary>Runs the launch; returns the number of instructions that were executed.</summary>
    public static long Run(KernelFunction function, TargetInfo target, KernelConfig config, ReadOnlySpan<byte> parameters)
    {
        Assert.True(parameters.Length >= function.ParameterBytes, "the parameter block is too short");
        fixed (byte* block = parameters)
        {
            return new IrInterpreter(function, target, config, block).Run();
        }
    }

    private long Run()
    {
        long executed = 0;
        for (int z = 0; z < grid.Z; z++)
        {
            for (int y = 0; y < grid.Y; y++)
            {
                for (int x = 0; x < grid.X; x++)
                {
                    executed += RunGroup(new Index3D(x, y, z));
                }
            }
        }

        return executed;
    }

    private long RunGroup(Index3D groupIndex)
    {
        var memory = new IrMemory(dynamicSharedBytes);
        try
        {
            var threads = new IrThread[group.Size];
            for (int i = 0; i < threads.Length; i++)
            {
                var place = new Index3D(i % group.X, i / group.X % group.Y, i / (group.X * group.Y));
                int number = i;
                threads[i] = new IrThread(program, memory, dynamicSharedBytes, kind => Place(kind, groupIndex, place, number));
            }

            RunPhases(threads);
            return threads.Sum(t => t.Executed);
        }
        finally
        {
            memory.Free();
        }
    }

    private void RunPhases(IrThread[] threads)
    {
        while (true)
        {
            foreach (IrThread thread in threads)
            {
                thread.RunToMeeting();
            }

            bool shuffled = false;
            foreach (IrThread[] warp in threads.Chunk(warpSize))
            {
                shuffled |= MeetWarp(warp);
            }

            IrThread[] waiting = [.. threads.Where(t => !t.IsDone && t.Meeting is BarrierInstruction { Scope: MemoryScope.Group })];
            if (shuffled)
            {
                continue;
            }

            if (waiting.Length == 0)
            {
                return;
            }

            if (waiting.Any(t => !ReferenceEquals(t.Meeting, waiting[0].Meeting)))
            {
                throw new InvalidOperationException($"Threads of one group wait at different barriers.\n{IrPrinter.Print(function)}");
            }

            foreach (IrThread thread in waiting)
            {
                thread.Resume();
            }
        }
    }

    /// <summary>Lets the lanes that stand at the same shuffle or warp barrier pass it.</summary>
    private static bool MeetWarp(IrThread[] warp)
    {
        IrThread[] meeting = [.. warp.Where(t => !t.IsDone && t.Meeting is ShuffleInstruction or BarrierInstruction { Scope: MemoryScope.Warp })];
        foreach (IGrouping<Instruction, IrThread> place in meeting.GroupBy(t => t.Meeting!))
        {
            if (place.Key is ShuffleInstruction shuffle)
            {
                Shuffle(shuffle, warp, [.. place]);
            }

            foreach (IrThread thread in place)
            {
                thread.Resume();
            }
        }

        return meeting.Length > 0;
    }

    private static void Shuffle(ShuffleInstruction shuffle, IrThread[] warp, IrThread[] meeting)
    {
        int mask = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)warp.Length) - 1;
        var sources = new IrThread[meeting.Length];
        for (int i = 0; i < meeting.Length; i++)
        {
            int own = Array.IndexOf(warp, meeting[i]);
            int operand = (int)meeting[i].Read(shuffle.Lane);
            int lane = shuffle.Op switch
            {
                ShuffleOp.Index => operand & mask,
                ShuffleOp.Up => own - operand,
                ShuffleOp.Down => own + operand,
                _ => own ^ operand,
            };
            bool there = lane >= 0 && lane < warp.Length && meeting.Contains(warp[lane]);
            sources[i] = there ? warp[lane] : meeting[i];
        }

        ulong[][] values = [.. sources.Select(s => s.ReadLanes(shuffle.Shuffled))];
        for (int i = 0; i < meeting.Length; i++)
        {
            meeting[i].WriteLanes(shuffle, values[i]);
        }
    }

    private int Place(IndexKind kind, Index3D groupIndex, Index3D thread, int linear) => kind switch
    {
        IndexKind.ThreadX => thread.X,
        IndexKind.ThreadY => thread.Y,
        IndexKind.ThreadZ => thread.Z,
        IndexKind.GroupDimX => group.X,
        IndexKind.GroupDimY => group.Y,
        IndexKind.GroupDimZ => group.Z,
        IndexKind.GroupX => groupIndex.X,
        IndexKind.GroupY => groupIndex.Y,
        IndexKind.GroupZ => groupIndex.Z,
        IndexKind.GridDimX => grid.X,
        IndexKind.GridDimY => grid.Y,
        IndexKind.GridDimZ => grid.Z,
        IndexKind.Lane => linear % warpSize,
        IndexKind.Warp => linear / warpSize,
        _ => warpSize,
    };
}

/// <summary>The memory that a group allocates while it runs.</summary>
internal sealed unsafe class IrMemory(int dynamicSharedBytes)
{
    private readonly List<nint> blocks = [];
    private readonly Dictionary<AllocaInstruction, nint> shared = [];

    public ulong Shared(AllocaInstruction alloca)
    {
        if (!shared.TryGetValue(alloca, out nint block))
        {
            shared.Add(alloca, block = Allocate(alloca.IsDynamic ? dynamicSharedBytes : alloca.Size, alloca.Alignment));
        }

        return (ulong)block;
    }

    public nint Allocate(long bytes, int alignment)
    {
        nint block = (nint)NativeMemory.AlignedAlloc((nuint)Math.Max(1, bytes), (nuint)Math.Max(16, alignment));
        NativeMemory.Clear((void*)block, (nuint)bytes);
        blocks.Add(block);
        return block;
    }

    public void Free()
    {
        foreach (nint block in blocks)
        {
            NativeMemory.AlignedFree((void*)block);
        }
    }
}
