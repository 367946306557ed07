namespace Panther.Kernels.Convolution;

/// <summary>
/// What the numbers along one side of a convolution's matrix mean: (image, y, x) or (channel, kernel y, kernel x). Two of them, one for lines and one for the depth, name an element
/// of the input by the sums of their offsets and coordinates.
/// </summary>
internal struct GridWalk
{
    /// <summary>Height·width: the numbers of one image, or channel.</summary>
    public FastDivisor Plane;

    /// <summary>The width.</summary>
    public FastDivisor Row;

    /// <summary>The elements from one image, or channel, to the next.</summary>
    public long OuterStride;

    /// <summary>What a step in y adds to the coordinate.</summary>
    public int ScaleY;

    /// <summary>What a step in x adds to the coordinate.</summary>
    public int ScaleX;

    /// <summary>The coordinate at y = 0.</summary>
    public int ShiftY;

    /// <summary>The coordinate at x = 0.</summary>
    public int ShiftX;

    public GridWalk(Extent2 extent, long outerStride, Extent2 scale, Extent2 shift)
    {
        Plane = new FastDivisor(extent.Area);
        Row = new FastDivisor(extent.X);
        OuterStride = outerStride;
        (ScaleY, ScaleX) = scale;
        (ShiftY, ShiftX) = shift;
    }

    /// <summary>What a number contributes.</summary>
    public readonly GridPlace At(int index)
    {
        int outer = Plane.Quotient(index);
        int inPlane = index - (outer * Plane.Value);
        int y = Row.Quotient(inPlane);
        int x = inPlane - (y * Row.Value);
        return new GridPlace { Offset = outer * OuterStride, Y = (y * ScaleY) + ShiftY, X = (x * ScaleX) + ShiftX };
    }
}

/// <summary>A summand of the place of an element.</summary>
internal struct GridPlace
{
    /// <summary>The offset of the plane.</summary>
    public long Offset;

    /// <summary>The coordinate in y.</summary>
    public int Y;

    /// <summary>The coordinate in x.</summary>
    public int X;
}
