using Panther.Jit.Dialect;

namespace Panther.Kernels.Optimizers;

/// <summary>Cuts any number of views into lists that a launch takes: in X lie the groups that walk one view together, in Y the views of a list.</summary>
internal static class ViewLists
{
    /// <summary>The threads of a group.</summary>
    public const int GroupSize = 256;

    private const int ElementsPerThread = 8;
    private const int MaxGroups = 256;

    /// <summary>The list that begins with a view.</summary>
    /// <param name="views">All views.</param>
    /// <param name="begin">The number of the first one.</param>
    public static ReadOnlySpan<ArrayView<T>> At<T>(ReadOnlySpan<ArrayView<T>> views, int begin)
        where T : unmanaged
        => views.Slice(begin, Math.Min(ViewList<T>.Capacity, views.Length - begin));

    /// <summary>How a list is launched.</summary>
    /// <param name="list">The list.</param>
    public static KernelConfig Config<T>(ReadOnlySpan<ArrayView<T>> list)
        where T : unmanaged
    {
        const int PerGroup = GroupSize * ElementsPerThread;
        long longest = 1;
        foreach (ArrayView<T> view in list)
        {
            longest = Math.Max(longest, view.Length);
        }

        int groups = (int)Math.Min((longest + PerGroup - 1) / PerGroup, MaxGroups);
        return new KernelConfig(new Index2D(groups, list.Length), new Index2D(GroupSize, 1));
    }
}
