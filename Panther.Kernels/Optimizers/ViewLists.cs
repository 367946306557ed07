using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Launch;

namespace Panther.Kernels.Optimizers;

/// <summary>Cuts any number of views into lists that a launch takes: in X lie the groups that walk one view together, in Y the views of a list.</summary>
internal static class ViewLists
{
    /// <summary>The places of a group, each with elements of its own: the threads of a group, where it may have as many.</summary>
    public const int GroupPlaces = 256;

    private const int ElementsPerPlace = 8;
    private const int MaxGroups = 256;

    /// <summary>The list that begins with a view.</summary>
    /// <param name="views">All views.</param>
    /// <param name="begin">The number of the first one.</param>
    public static ReadOnlySpan<ArrayView<T>> At<T>(ReadOnlySpan<ArrayView<T>> views, int begin)
        where T : unmanaged
        => views.Slice(begin, Math.Min(ViewList<T>.Capacity, views.Length - begin));

    /// <summary>The threads of a group, which the kernels take as their last argument.</summary>
    /// <param name="device">The device.</param>
    public static SpecializedValue<int> Threads(Device device) => SpecializedValue.New(GroupLimits.Of(device).MostThreads(GroupPlaces));

    /// <summary>How a list is launched.</summary>
    /// <param name="device">The device.</param>
    /// <param name="list">The list.</param>
    public static KernelConfig Config<T>(Device device, ReadOnlySpan<ArrayView<T>> list)
        where T : unmanaged
    {
        const int PerGroup = GroupPlaces * ElementsPerPlace;
        long longest = 1;
        foreach (ArrayView<T> view in list)
        {
            longest = Math.Max(longest, view.Length);
        }

        int groups = (int)Math.Min((longest + PerGroup - 1) / PerGroup, MaxGroups);
        return new KernelConfig(new Index2D(groups, list.Length), new Index2D(Threads(device), 1));
    }
}
