namespace Panther.Kernels.Attention;

/// <summary>What of attention a group has at a time.</summary>
internal interface IAttentionTile
{
    /// <summary>Gets the queries, and the keys: a multiple of 8 and of the teams, of 32 where there are 16 teams.</summary>
    static abstract int Side { get; }

    /// <summary>Gets the elements of a vector, filled up with zeros: a multiple of 32.</summary>
    static abstract int Size { get; }

    /// <summary>Gets the teams of threads of a group, each with rows of its own: a multiple of 4.</summary>
    static virtual int Teams => 16;
}

/// <summary>Heads of up to 32 elements.</summary>
internal readonly struct Tile64x32 : IAttentionTile
{
    public static int Side => 64;

    public static int Size => 32;
}

/// <summary>Heads of up to 64 elements.</summary>
internal readonly struct Tile64x64 : IAttentionTile
{
    public static int Side => 64;

    public static int Size => 64;
}

/// <summary>Heads of up to 128 elements.</summary>
internal readonly struct Tile64x128 : IAttentionTile
{
    public static int Side => 64;

    public static int Size => 128;
}

/// <summary>Heads of up to 32 elements, where there is less memory.</summary>
internal readonly struct Tile32x32 : IAttentionTile
{
    public static int Side => 32;

    public static int Size => 32;
}

/// <summary>Heads of up to 64 elements, where there is less memory.</summary>
internal readonly struct Tile32x64 : IAttentionTile
{
    public static int Side => 32;

    public static int Size => 64;
}

/// <summary>Heads of up to 128 elements, where there is less memory.</summary>
internal readonly struct Tile32x128 : IAttentionTile
{
    public static int Side => 32;

    public static int Size => 128;
}

/// <summary>Heads of up to 32 elements, where there is still less memory, or only 64 threads.</summary>
internal readonly struct Tile16x32 : IAttentionTile
{
    public static int Side => 16;

    public static int Size => 32;

    public static int Teams => 8;
}

/// <summary>Heads of up to 64 elements, where there is still less memory, or only 64 threads.</summary>
internal readonly struct Tile16x64 : IAttentionTile
{
    public static int Side => 16;

    public static int Size => 64;

    public static int Teams => 8;
}

/// <summary>Heads of up to 64 elements, of which 16 at a time take too much memory.</summary>
internal readonly struct Tile8x64 : IAttentionTile
{
    public static int Side => 8;

    public static int Size => 64;

    public static int Teams => 8;
}

/// <summary>Heads of up to 128 elements, where there is still less memory, or only 64 threads.</summary>
internal readonly struct Tile8x128 : IAttentionTile
{
    public static int Side => 8;

    public static int Size => 128;

    public static int Teams => 8;
}
