using Panther.Jit.IR;

namespace Panther.Jit.Backends.OpenCl.Expressions;

/// <summary>A type of OpenCL C. Unlike the IR's, its integers have a sign and its pointers say what they point to.</summary>
/// <param name="Kind">The scalar; halves of both formats are their bits, a ushort.</param>
/// <param name="Lanes">1, 2, 4 or 8.</param>
/// <param name="IsUnsigned">Whether an integer has no sign.</param>
/// <param name="Space">Where a pointer points.</param>
/// <param name="Pointee">What a pointer points to.</param>
/// <param name="IsConst">Whether nothing is written through a pointer.</param>
internal sealed record OpenClType(
    ScalarKind Kind, byte Lanes = 1, bool IsUnsigned = false, AddressSpace Space = AddressSpace.Generic, OpenClType? Pointee = null, bool IsConst = false)
{
    /// <summary>
    /// Gets a value indicating whether what has this type in memory may be accessed as another type too, which C lets compilers take for impossible;
    /// the text defines a name for such a type.
    /// </summary>
    public bool IsAliased { get; init; }

    public static OpenClType Bool { get; } = new(ScalarKind.Bool);

    public static OpenClType Int { get; } = new(ScalarKind.Int32);

    public static OpenClType UInt { get; } = new(ScalarKind.Int32, IsUnsigned: true);

    public static OpenClType Long { get; } = new(ScalarKind.Int64);

    public static OpenClType ULong { get; } = new(ScalarKind.Int64, IsUnsigned: true);

    public static OpenClType UChar { get; } = new(ScalarKind.Int8, IsUnsigned: true);

    public bool IsInteger => Kind is >= ScalarKind.Int8 and <= ScalarKind.Int64;

    public bool IsPointer => Kind == ScalarKind.Pointer;

    /// <summary>Gets the width of one lane in bits.</summary>
    public int Bits => new IrType(Kind).Bits;

    /// <summary>Gets the size in memory in bytes.</summary>
    public int Size => new IrType(Kind, Lanes).Size;

    /// <summary>Returns how a type of the IR, other than a pointer, is held in a variable.</summary>
    public static OpenClType Of(IrType type, bool isUnsigned = false) => type.Kind switch
    {
        ScalarKind.Float16 or ScalarKind.BFloat16 => new OpenClType(ScalarKind.Int16, type.Lanes, IsUnsigned: true),
        ScalarKind.Bool when type.IsVector => new OpenClType(ScalarKind.Int8, type.Lanes, IsUnsigned: true),
        _ => new OpenClType(type.Kind, type.Lanes, type.IsInteger && isUnsigned),
    };

    public OpenClType WithSign(bool isUnsigned) => IsInteger ? this with { IsUnsigned = isUnsigned } : this;

    public OpenClType PointerIn(AddressSpace space, bool isConst = false) =>
        new(ScalarKind.Pointer, Space: space, Pointee: this, IsConst: isConst);

    public override string ToString()
    {
        if (Pointee is not null)
        {
            return $"{SpaceName(Space)}{(IsConst ? "const " : string.Empty)}{Pointee}*";
        }

        string scalar = Kind switch
        {
            ScalarKind.Bool => "bool",
            ScalarKind.Int8 => "char",
            ScalarKind.Int16 => "short",
            ScalarKind.Int32 => "int",
            ScalarKind.Int64 => "long",
            ScalarKind.Float32 => "float",
            ScalarKind.Float64 => "double",
            _ => throw new InvalidOperationException($"OpenCL C has no variables of {Kind}."),
        };
        return $"{(IsAliased ? "aliased_" : string.Empty)}{(IsUnsigned ? "u" : string.Empty)}{scalar}{(Lanes > 1 ? $"{Lanes}" : string.Empty)}";
    }

    /// <summary>Returns the qualifier of an address space, with a blank behind it; private memory needs none.</summary>
    public static string SpaceName(AddressSpace space) => space switch
    {
        AddressSpace.Global => "__global ",
        AddressSpace.Shared => "__local ",
        AddressSpace.Local => string.Empty,
        _ => throw new InvalidOperationException("A pointer of unknown address space has reached the OpenCL backend."),
    };
}
