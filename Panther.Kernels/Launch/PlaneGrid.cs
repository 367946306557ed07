using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;

namespace Panther.Kernels.Launch;

/// <summary>
/// Launch shapes for kernels with one thread for each place of a plane: X runs along the width, and a kernel walks the height in steps
/// of <c>Grid.DimY * Group.DimY</c>, because devices limit the number of groups in Y.
/// </summary>
internal static class PlaneGrid
{
    private const int GroupSize = 256;
    private const int MaxGroupsInY = 32768;

    /// <summary>Groups of 256 threads, or of as many as the device allows, whose X side is just wide enough for a narrow plane.</summary>
    /// <param name="device">The device.</param>
    /// <param name="width">The places in X, at least 1.</param>
    /// <param name="height">The places in Y, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width does not fit the 32-bit thread index.</exception>
    public static KernelConfig Cover(Device device, long width, long height)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, int.MaxValue - GroupSize);
        int threads = GroupLimits.Of(device).MostThreads(GroupSize);
        int x = (int)Math.Min(threads, (long)BitOperations.RoundUpToPowerOf2((ulong)width));
        int y = threads / x;
        int groupsX = (int)((width + x - 1) / x);
        long groupsY = Math.Min(MaxGroupsInY, (height + y - 1) / y);
        return new KernelConfig(new Index2D(groupsX, (int)groupsY), new Index2D(x, y));
    }
}
