namespace Panther.Kernels.Gemm;

/// <summary>
/// How a factor's panel is read: along the depth (the rows of the left factor or the columns of the right one lie contiguous) or across it,
/// and how many neighbouring elements a read takes.
/// </summary>
internal interface IPanelAccess
{
    /// <summary>Gets a value indicating whether elements of one row of the product, or one column, are neighbours in memory.</summary>
    static abstract bool IsAlongDepth { get; }

    /// <summary>Gets the elements of one read: 1, 2 or 4. The extent in that direction and the stride are multiples of it, and the start is aligned to it.</summary>
    static abstract int Width { get; }
}

/// <summary>Single elements along the depth.</summary>
internal readonly struct AlongDepth1 : IPanelAccess
{
    public static bool IsAlongDepth => true;

    public static int Width => 1;
}

/// <summary>Four elements along the depth.</summary>
internal readonly struct AlongDepth4 : IPanelAccess
{
    public static bool IsAlongDepth => true;

    public static int Width => 4;
}

/// <summary>Single elements across the depth.</summary>
internal readonly struct AcrossDepth1 : IPanelAccess
{
    public static bool IsAlongDepth => false;

    public static int Width => 1;
}

/// <summary>Pairs of elements across the depth.</summary>
internal readonly struct AcrossDepth2 : IPanelAccess
{
    public static bool IsAlongDepth => false;

    public static int Width => 2;
}

/// <summary>Four elements across the depth.</summary>
internal readonly struct AcrossDepth4 : IPanelAccess
{
    public static bool IsAlongDepth => false;

    public static int Width => 4;
}
