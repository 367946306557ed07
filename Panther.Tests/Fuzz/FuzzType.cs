namespace Panther.Tests.Fuzz;

/// <summary>The scalar types of generated kernels.</summary>
internal enum FuzzType
{
    Bool,
    Int8,
    UInt8,
    Int16,
    UInt16,
    Int32,
    UInt32,
    Int64,
    UInt64,
    Float32,
    Float64,
}

internal static class FuzzTypes
{
    /// <summary>The types that C# has arithmetic in.</summary>
    public static readonly FuzzType[] Arithmetic =
        [FuzzType.Int32, FuzzType.UInt32, FuzzType.Int64, FuzzType.UInt64, FuzzType.Float32, FuzzType.Float64];

    public static readonly FuzzType[] Storable =
        [FuzzType.Bool, FuzzType.Int8, FuzzType.UInt8, FuzzType.Int16, FuzzType.UInt16, .. Arithmetic];

    public static bool IsFloat(this FuzzType type) => type >= FuzzType.Float32;

    public static bool IsUnsigned(this FuzzType type) => type is FuzzType.UInt8 or FuzzType.UInt16 or FuzzType.UInt32 or FuzzType.UInt64;

    public static bool Is64(this FuzzType type) => type is FuzzType.Int64 or FuzzType.UInt64;

    public static Type Clr(this FuzzType type) => type switch
    {
        FuzzType.Bool => typeof(bool),
        FuzzType.Int8 => typeof(sbyte),
        FuzzType.UInt8 => typeof(byte),
        FuzzType.Int16 => typeof(short),
        FuzzType.UInt16 => typeof(ushort),
        FuzzType.Int32 => typeof(int),
        FuzzType.UInt32 => typeof(uint),
        FuzzType.Int64 => typeof(long),
        FuzzType.UInt64 => typeof(ulong),
        FuzzType.Float32 => typeof(float),
        _ => typeof(double),
    };

    public static string Name(this FuzzType type) => type switch
    {
        FuzzType.Bool => "bool",
        FuzzType.Int8 => "sbyte",
        FuzzType.UInt8 => "byte",
        FuzzType.Int16 => "short",
        FuzzType.UInt16 => "ushort",
        FuzzType.Int32 => "int",
        FuzzType.UInt32 => "uint",
        FuzzType.Int64 => "long",
        FuzzType.UInt64 => "ulong",
        FuzzType.Float32 => "float",
        _ => "double",
    };
}
