using System.Runtime.CompilerServices;
using Panther.Jit.Dialect;

namespace Panther.Kernels.Optimizers;

/// <summary>Up to sixteen views as one argument of a kernel, which takes them by number.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal struct ViewList<T>
    where T : unmanaged
{
    /// <summary>The views that a list has.</summary>
    public const int Capacity = 16;

#pragma warning disable CS0649, IDE0044 // The fields are the list.
    private ArrayView<T> view0;
    private ArrayView<T> view1;
    private ArrayView<T> view2;
    private ArrayView<T> view3;
    private ArrayView<T> view4;
    private ArrayView<T> view5;
    private ArrayView<T> view6;
    private ArrayView<T> view7;
    private ArrayView<T> view8;
    private ArrayView<T> view9;
    private ArrayView<T> view10;
    private ArrayView<T> view11;
    private ArrayView<T> view12;
    private ArrayView<T> view13;
    private ArrayView<T> view14;
    private ArrayView<T> view15;
#pragma warning restore CS0649, IDE0044

    /// <summary>Makes a list, on the host.</summary>
    /// <param name="views">Its views, up to <see cref="Capacity"/>.</param>
    public static ViewList<T> Of(ReadOnlySpan<ArrayView<T>> views)
    {
        var list = default(ViewList<T>);
        for (int i = 0; i < views.Length; i++)
        {
            list.Set(i, views[i]);
        }

        return list;
    }

    /// <summary>Sets a view, on the host.</summary>
    /// <param name="index">Its number.</param>
    /// <param name="view">The view.</param>
    public void Set(int index, ArrayView<T> view)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Capacity, nameof(index));
        Unsafe.Add(ref view0, index) = view;
    }

    /// <summary>A view, by comparisons: in a kernel a structure has no addresses.</summary>
    /// <param name="index">Its number.</param>
    public readonly ArrayView<T> Get(int index) => index switch
    {
        0 => view0,
        1 => view1,
        2 => view2,
        3 => view3,
        4 => view4,
        5 => view5,
        6 => view6,
        7 => view7,
        8 => view8,
        9 => view9,
        10 => view10,
        11 => view11,
        12 => view12,
        13 => view13,
        14 => view14,
        _ => view15,
    };
}
