namespace Panther.Jit.IR;

/// <summary>A scalar, a short vector of 2, 4 or 8 equal scalars, or a pointer with an address space.</summary>
/// <param name="Kind">The scalar.</param>
/// <param name="Lanes">1, or 2, 4 or 8 for the vectors that wide memory accesses carry, at most 16 bytes unless of 4 scalars.</param>
/// <param name="Space">Where a pointer points.</param>
internal readonly record struct IrType(ScalarKind Kind, byte Lanes = 1, AddressSpace Space = AddressSpace.Generic)
{
    public static IrType Void => new(ScalarKind.Void);

    public static IrType Bool => new(ScalarKind.Bool);

    public static IrType Int8 => new(ScalarKind.Int8);

    public static IrType Int16 => new(ScalarKind.Int16);

    public static IrType Int32 => new(ScalarKind.Int32);

    public static IrType Int64 => new(ScalarKind.Int64);

    public static IrType Float16 => new(ScalarKind.Float16);

    public static IrType BFloat16 => new(ScalarKind.BFloat16);

    public static IrType Float32 => new(ScalarKind.Float32);

    public static IrType Float64 => new(ScalarKind.Float64);

    public bool IsVector => Lanes > 1;

    public bool IsPointer => Kind == ScalarKind.Pointer;

    public bool IsInteger => Kind is >= ScalarKind.Int8 and <= ScalarKind.Int64;

    public bool IsFloat => Kind is >= ScalarKind.Float16 and <= ScalarKind.Float64;

    public bool IsVoid => Kind == ScalarKind.Void;

    /// <summary>Gets the type of one lane.</summary>
    public IrType Element => this with { Lanes = 1 };

    /// <summary>Gets the bytes that the value takes in memory; a pointer takes 8, a bool 1.</summary>
    public int Size => Lanes * ElementSize;

    /// <summary>Gets the width of one lane in bits; 1 for bool.</summary>
    public int Bits => Kind == ScalarKind.Bool ? 1 : ElementSize * 8;

    private int ElementSize => Kind switch
    {
        ScalarKind.Bool or ScalarKind.Int8 => 1,
        ScalarKind.Int16 or ScalarKind.Float16 or ScalarKind.BFloat16 => 2,
        ScalarKind.Int32 or ScalarKind.Float32 => 4,
        ScalarKind.Int64 or ScalarKind.Float64 or ScalarKind.Pointer => 8,
        _ => 0,
    };

    public static IrType Pointer(AddressSpace space) => new(ScalarKind.Pointer, 1, space);

    public IrType Vector(int lanes) => this with { Lanes = (byte)lanes };

    public override string ToString()
    {
        string scalar = Kind switch
        {
            ScalarKind.Void => "void",
            ScalarKind.Bool => "bool",
            ScalarKind.Int8 => "i8",
            ScalarKind.Int16 => "i16",
            ScalarKind.Int32 => "i32",
            ScalarKind.Int64 => "i64",
            ScalarKind.Float16 => "f16",
            ScalarKind.BFloat16 => "bf16",
            ScalarKind.Float32 => "f32",
            ScalarKind.Float64 => "f64",
            _ => Space switch
            {
                AddressSpace.Global => "ptr.global",
                AddressSpace.Shared => "ptr.shared",
                AddressSpace.Local => "ptr.local",
                _ => "ptr",
            },
        };
        return IsVector ? $"{scalar}x{Lanes}" : scalar;
    }
}
