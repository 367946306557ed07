using System.Numerics;
using Panther.Jit.Runtime;

namespace Panther.Kernels.Launch;

/// <summary>What a group of threads may have on a device.</summary>
/// <param name="Threads">The most threads.</param>
/// <param name="SharedBytes">The most shared memory.</param>
internal readonly record struct GroupLimits(int Threads, int SharedBytes)
{
    /// <summary>Returns the limits of a device.</summary>
    /// <param name="device">The device.</param>
    public static GroupLimits Of(Device device) => new(device.MaxThreadsPerGroup, device.MaxSharedBytesPerGroup);

    /// <summary>Tells whether a group fits.</summary>
    /// <param name="threads">Its threads.</param>
    /// <param name="sharedBytes">Its shared memory.</param>
    public bool Allow(int threads, long sharedBytes) => threads <= Threads && sharedBytes <= SharedBytes;

    /// <summary>Returns a number of threads, or the largest power of two that is allowed.</summary>
    /// <param name="wanted">The number, a power of two.</param>
    public int MostThreads(int wanted) => Math.Min(wanted, 1 << BitOperations.Log2((uint)Threads));

    /// <summary>Returns a number of threads, or the largest power of two that is allowed.</summary>
    /// <param name="wanted">The number, a power of two.</param>
    /// <param name="least">What it must not be below.</param>
    /// <param name="work">The work, as the sentence begins that refuses it.</param>
    /// <exception cref="NotSupportedException">The least number is not allowed.</exception>
    public int MostThreads(int wanted, int least, string work) => Threads >= least ? MostThreads(wanted) : throw Refusal(work);

    /// <summary>Returns what to throw where no form of some work fits.</summary>
    /// <param name="work">The work, as the sentence begins.</param>
    public NotSupportedException Refusal(string work)
        => new($"{work} fits no group of the device: it allows {Threads} threads and {SharedBytes} bytes of shared memory.");
}
