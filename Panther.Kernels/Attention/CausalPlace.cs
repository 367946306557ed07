using Panther.Jit.Dialect;

namespace Panther.Kernels.Attention;

/// <summary>Which rows of which head, and which columns of values, a group has.</summary>
internal struct CausalPlace
{
    /// <summary>The first row.</summary>
    public int First;

    /// <summary>The row behind the last.</summary>
    public int Last;

    /// <summary>The first column of the values.</summary>
    public int Column;

    /// <summary>Where the head's features are.</summary>
    public long Features;

    /// <summary>Where the head's values are.</summary>
    public long Sizes;

    /// <summary>The first row of the segment's sums.</summary>
    public long State;

    /// <summary>The calling group's place; X numbers the columns' parts of all segments of all heads.</summary>
    public static CausalPlace Of<T>(CausalArguments<T> a)
        where T : unmanaged
    {
        int parts = (a.Size + CausalKernels.Tile - 1) / CausalKernels.Tile;
        int segment = Grid.IdxX / parts;
        int head = segment / a.Segments;
        int first = (segment - (head * a.Segments)) * a.SegmentRows;
        return new CausalPlace
        {
            First = first,
            Last = Math.Min(a.Rows, first + a.SegmentRows),
            Column = (Grid.IdxX - (segment * parts)) * CausalKernels.Tile,
            Features = (long)head * a.Rows * a.Features,
            Sizes = (long)head * a.Rows * a.Size,
            State = (long)segment * a.Features,
        };
    }
}
