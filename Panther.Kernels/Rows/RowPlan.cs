using System.Numerics;
using System.Runtime.CompilerServices;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Launch;

namespace Panther.Kernels.Rows;

/// <summary>How rows are dealt to groups: the threads of a row's team, the rows of a group, and what a thread holds of a row.</summary>
/// <param name="Threads">The threads of a team, a power of two.</param>
/// <param name="RowsPerGroup">The teams of a group.</param>
/// <param name="Runs">The runs of elements that a thread holds in registers; 0 where a row is read more than once instead.</param>
/// <param name="Width">The elements of a run.</param>
internal readonly record struct RowPlan(int Threads, int RowsPerGroup, int Runs, int Width)
{
    private const int AccessBytes = 16;
    private const int RegisterBytes = 128;
    private const int GroupThreads = 128;
    private const int MaxThreads = 1024;
    private const int LongRowThreads = 512;
    private const int WarpThreads = 32;

    /// <summary>The threads of a multiprocessor for which there must be registers, where a thread holds <see cref="RegisterBytes"/>.</summary>
    private const int ResidentThreads = 1024;

    /// <summary>The threads of a team where a device has no warps to speak of, and a team needs barriers.</summary>
    private const int UnwarpedThreads = 64;

    /// <summary>Gets a value indicating whether a row stays in registers.</summary>
    public bool IsInRegisters => Runs > 0;

    /// <summary>Gets the options to compile with: no thread may have so many registers that too few groups fit a multiprocessor.</summary>
    public JitOptions Options { get; private init; } = OptionsFor(Threads * RowsPerGroup, ResidentThreads);

    /// <summary>Returns the plan for rows of a matrix that are read and written.</summary>
    /// <typeparam name="T">The stored type.</typeparam>
    /// <param name="device">The device. On processors a row is read again from the cache: their registers hold little, and their vectors are one warp.</param>
    /// <param name="source">What is read; has elements.</param>
    /// <param name="destination">What is written.</param>
    /// <param name="mayBeWide">Whether several elements may be accessed at a time.</param>
    public static RowPlan For<T>(Device device, RowMatrix<T> source, RowMatrix<T> destination, bool mayBeWide = true)
        where T : unmanaged
    {
        if (device.IsProcessor)
        {
            return ForProcessor(device);
        }

        int wanted = mayBeWide ? Math.Min(4, AccessBytes / Unsafe.SizeOf<T>()) : 1;
        int width = Math.Min(source.AccessWidth(wanted), destination.AccessWidth(wanted));
        long runs = source.Columns / width;
        int maxRuns = RegisterBytes / (width * Unsafe.SizeOf<T>());
        int resident = ResidentThreads;
        int longest = GroupLimits.Of(device).MostThreads(LongRowThreads);
        if (runs > longest * maxRuns)
        {
            // Rather than wider teams, which are slower to gather at a barrier: twice the elements in half the threads.
            maxRuns *= 2;
            resident /= 2;
        }

        return runs > longest * maxRuns ? new RowPlan(GroupLimits.Of(device).MostThreads(MaxThreads), 1, 0, 1) : InRegisters(device, runs, width, maxRuns, resident);
    }

    /// <summary>Whether several rows are held in registers together: not on processors, and not where they are too long.</summary>
    /// <typeparam name="T">The stored type.</typeparam>
    /// <param name="device">The device.</param>
    /// <param name="columns">The elements of a row.</param>
    public static bool FitSeveral<T>(Device device, long columns)
        where T : unmanaged
        => !device.IsProcessor && columns <= GroupLimits.Of(device).MostThreads(LongRowThreads) * (RegisterBytes / 2 / Unsafe.SizeOf<T>());

    /// <summary>Returns the plan for rows of several matrices that are held in registers together.</summary>
    /// <typeparam name="T">The stored type.</typeparam>
    /// <param name="device">The device.</param>
    /// <param name="matrices">Matrices of one shape, with elements, whose rows fit.</param>
    /// <param name="mayBeWide">Whether several elements may be accessed at a time.</param>
    public static RowPlan ForSeveral<T>(Device device, ReadOnlySpan<RowMatrix<T>> matrices, bool mayBeWide)
        where T : unmanaged
    {
        int width = mayBeWide ? Math.Min(4, AccessBytes / Unsafe.SizeOf<T>()) : 1;
        foreach (RowMatrix<T> matrix in matrices)
        {
            width = Math.Min(width, matrix.AccessWidth(width));
        }

        return InRegisters(device, matrices[0].Columns / width, width, RegisterBytes / 2 / (width * Unsafe.SizeOf<T>()), ResidentThreads / 2);
    }

    /// <summary>Returns the plan for rows of a matrix that are read once, in runs of four.</summary>
    /// <typeparam name="T">The stored type.</typeparam>
    /// <param name="device">The device.</param>
    /// <param name="source">What is read; has rows.</param>
    public static RowPlan ForReading<T>(Device device, RowMatrix<T> source)
        where T : unmanaged
    {
        int width = source.AccessWidth(4);
        if (device.IsProcessor)
        {
            return ForProcessor(device) with { Width = width };
        }

        // Four threads at least take what is left behind the last run.
        int most = GroupLimits.Of(device).MostThreads(GroupThreads);
        int threads = (int)Math.Clamp((long)BitOperations.RoundUpToPowerOf2((ulong)((source.Columns / 16) + 1)), 4, most);
        return new RowPlan(threads, most / threads, 0, width);
    }

    /// <summary>Returns the launch shape for some rows.</summary>
    /// <param name="rows">The rows.</param>
    public KernelConfig Config(long rows) =>
        new(new Index2D(checked((int)((rows + RowsPerGroup - 1) / RowsPerGroup)), 1), new Index2D(Threads, RowsPerGroup));

    /// <summary>A warp at most holds short rows; from then on threads hold as much as they can, because small groups overlap best.</summary>
    private static RowPlan InRegisters(Device device, long runs, int width, int maxRuns, int resident)
    {
        long threads = runs <= WarpThreads * maxRuns ? Math.Min(WarpThreads, (runs + (maxRuns / 2) - 1) / (maxRuns / 2)) : (runs + maxRuns - 1) / maxRuns;
        int team = (int)BitOperations.RoundUpToPowerOf2((ulong)threads);
        int rows = Math.Max(1, GroupLimits.Of(device).MostThreads(GroupThreads) / team);
        return new RowPlan(team, rows, (int)((runs + team - 1) / team), width) { Options = OptionsFor(team * rows, resident) };
    }

    private static JitOptions OptionsFor(int groupThreads, int resident) => new()
    {
        MaxThreadsPerGroup = groupThreads,
        MinGroupsPerMultiprocessor = Math.Max(1, resident / groupThreads),
    };

    private static RowPlan ForProcessor(Device device) => new(device.WarpSize > 1 ? device.WarpSize : UnwarpedThreads, 1, 0, 1);
}
