using Panther.Jit.IR;

namespace Panther.Jit.Backends.Ptx;

/// <summary>How PTX names the types of values.</summary>
internal static class PtxTypes
{
    /// <summary>Returns the kind of register that holds one lane of a type.</summary>
    public static RegisterKind Kind(IrType type) => type.Kind switch
    {
        ScalarKind.Bool => RegisterKind.Predicate,
        ScalarKind.Int8 or ScalarKind.Int16 or ScalarKind.Int32 => RegisterKind.Int32,
        ScalarKind.Int64 => RegisterKind.Int64,
        ScalarKind.Float16 or ScalarKind.BFloat16 => RegisterKind.Half,
        ScalarKind.Float32 => RegisterKind.Float32,
        ScalarKind.Float64 => RegisterKind.Float64,
        ScalarKind.Pointer when type.Space == AddressSpace.Shared => RegisterKind.Int32,
        ScalarKind.Pointer when type.Space is AddressSpace.Global or AddressSpace.Local => RegisterKind.Int64,
        _ => throw new InvalidOperationException($"No PTX register holds a value of type {type}."),
    };

    /// <summary>Returns the type of a move or a select: bits for integers, floats for floats.</summary>
    public static string Move(RegisterKind kind) => kind switch
    {
        RegisterKind.Predicate => "pred",
        RegisterKind.Half => "b16",
        RegisterKind.Int32 => "b32",
        RegisterKind.Int64 => "b64",
        RegisterKind.Float32 => "f32",
        _ => "f64",
    };

    /// <summary>Returns the prefix of the names of registers.</summary>
    public static string Prefix(RegisterKind kind) => kind switch
    {
        RegisterKind.Predicate => "%p",
        RegisterKind.Half => "%h",
        RegisterKind.Int32 => "%r",
        RegisterKind.Int64 => "%rd",
        RegisterKind.Float32 => "%f",
        _ => "%fd",
    };

    public static string Signed(IrType type) => type.Bits == 64 ? "s64" : "s32";

    public static string Unsigned(IrType type) => type.Bits == 64 || IsWidePointer(type) ? "u64" : "u32";

    public static string Bits(IrType type) => type.Bits == 64 ? "b64" : "b32";

    public static string Float(IrType type) => type.Kind == ScalarKind.Float64 ? "f64" : "f32";

    /// <summary>Returns the type of one lane in memory.</summary>
    public static string Memory(IrType type) => type.Kind switch
    {
        ScalarKind.Bool or ScalarKind.Int8 => "u8",
        ScalarKind.Int16 => "u16",
        ScalarKind.Float16 or ScalarKind.BFloat16 => "b16",
        ScalarKind.Int32 => "u32",
        ScalarKind.Float32 => "f32",
        ScalarKind.Float64 => "f64",
        _ => "u64",
    };

    public static string Space(AddressSpace space) => space switch
    {
        AddressSpace.Global => "global",
        AddressSpace.Shared => "shared",
        AddressSpace.Local => "local",
        _ => throw new InvalidOperationException("A pointer of unknown address space has reached the PTX backend."),
    };

    private static bool IsWidePointer(IrType type) => type.IsPointer && Kind(type) == RegisterKind.Int64;
}
