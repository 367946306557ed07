using System.Runtime.InteropServices;

namespace Panther.Jit.Dialect;

/// <summary>
/// The place of the running thread in a launch when a kernel method is simply called in .NET, one thread after another:
/// the meaning that compiled kernels are held against.
/// </summary>
internal sealed unsafe class HostThread : IDisposable
{
    [ThreadStatic]
    private static HostThread? current;

    private readonly List<nint> shared;
    private readonly List<nint> local;
    private int nextShared;
    private HostTurns? turns;
    private int number;

    private HostThread(List<nint> shared, List<nint> local)
    {
        this.shared = shared;
        this.local = local;
    }

    public static HostThread Current => current
        ?? throw new InvalidOperationException("Grid, Group, Warp and SharedMemory have a meaning only inside a kernel.");

    public Index3D Grid { get; private set; }

    public Index3D GroupDim { get; private set; }

    public Index3D Group { get; private set; }

    public Index3D Thread { get; private set; }

    public int DynamicSharedBytes { get; private init; }

    /// <summary>Runs <paramref name="body"/> for each thread of the launch, in order.</summary>
    /// <param name="config">The launch.</param>
    /// <param name="body">The kernel.</param>
    /// <param name="meets">Whether the threads of a group wait for each other, so that each needs a thread of .NET.</param>
    public static void Run(KernelConfig config, Action body, bool meets = false)
    {
        using var host = new HostThread([], [])
        {
            Grid = config.GridDim,
            GroupDim = config.GroupDim,
            DynamicSharedBytes = config.DynamicSharedBytes,
        };
        HostThread? outer = current;
        current = host;
        try
        {
            ForEach(config.GridDim, group =>
            {
                host.Group = group;
                if (meets)
                {
                    RunTogether(host, body);
                }
                else
                {
                    ForEach(config.GroupDim, thread =>
                    {
                        host.Thread = thread;
                        host.nextShared = 0;
                        body();
                    });
                }

                host.Free();
            });
        }
        finally
        {
            current = outer;
        }
    }

    /// <summary>Waits for the group where its threads take turns.</summary>
    public void Barrier()
    {
        if (turns is not null)
        {
            turns.Barrier(number);
        }
        else if (GroupDim.Size > 1)
        {
            throw new InvalidOperationException("A barrier cannot be passed by threads that run one after another.");
        }
    }

    private static void RunTogether(HostThread group, Action body) => HostTurns.Run((int)group.GroupDim.Size, (turns, number) =>
    {
        Index3D dim = group.GroupDim;
        current = new HostThread(group.shared, group.local)
        {
            Grid = group.Grid,
            GroupDim = dim,
            Group = group.Group,
            Thread = new Index3D(number % dim.X, number / dim.X % dim.Y, number / (dim.X * dim.Y)),
            DynamicSharedBytes = group.DynamicSharedBytes,
            turns = turns,
            number = number,
        };
        body();
    });

    /// <summary>Hands out the group's shared allocations in the order in which each thread asks for them.</summary>
    public ArrayView<T> AllocateShared<T>(long length)
        where T : unmanaged
    {
        if (nextShared == shared.Count)
        {
            shared.Add((nint)NativeMemory.AllocZeroed((nuint)Math.Max(1, length * sizeof(T))));
        }

        return new ArrayView<T>(null, shared[nextShared++], length);
    }

    /// <summary>Hands out zeroed memory that lives as long as the group runs.</summary>
    public ArrayView<T> AllocateLocal<T>(long length)
        where T : unmanaged
    {
        nint block = (nint)NativeMemory.AllocZeroed((nuint)Math.Max(1, length * sizeof(T)));
        local.Add(block);
        return new ArrayView<T>(null, block, length);
    }

    public void Dispose() => Free();

    private static void ForEach(Index3D extent, Action<Index3D> action)
    {
        for (int z = 0; z < extent.Z; z++)
        {
            for (int y = 0; y < extent.Y; y++)
            {
                for (int x = 0; x < extent.X; x++)
                {
                    action(new Index3D(x, y, z));
                }
            }
        }
    }

    private void Free()
    {
        foreach (nint block in shared.Concat(local))
        {
            NativeMemory.Free((void*)block);
        }

        shared.Clear();
        local.Clear();
    }
}
