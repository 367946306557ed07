namespace Panther.Kernels.Attention;

/// <summary>What of attention a group has at a time.</summary>
internal interface IAttentionTile
{
    /// <summary>Gets the queries, and the keys: a multiple of 16.</summary>
    static abstract int Side { get; }

    /// <summary>Gets the elements of a vector, filled up with zeros: a multiple of 32.</summary>
    static abstract int Size { get; }
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
