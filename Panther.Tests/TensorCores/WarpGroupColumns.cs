namespace Panther.Tests.TensorCores;

/// <summary>Columns of B.</summary>
internal interface IColumns
{
    static abstract int N { get; }
}

internal readonly struct N8 : IColumns
{
    public static int N => 8;
}

internal readonly struct N24 : IColumns
{
    public static int N => 24;
}

internal readonly struct N64 : IColumns
{
    public static int N => 64;
}

internal readonly struct N128 : IColumns
{
    public static int N => 128;
}

internal readonly struct N256 : IColumns
{
    public static int N => 256;
}
