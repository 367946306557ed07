namespace Panther.Jit.IR;

/// <summary>Operations of two operands of one type that give the same type, except shifts, whose count is always i32.</summary>
internal enum BinaryOp : byte
{
    /// <summary>Wraps for integers; IEEE, never contracted, for floats.</summary>
    Add,
    Sub,
    Mul,

    /// <summary>The high half of the full product.</summary>
    MulHighSigned,
    MulHighUnsigned,

    /// <summary>Truncates; undefined for a zero divisor, and for the overflow of the smallest value by -1.</summary>
    DivSigned,
    DivUnsigned,
    RemSigned,
    RemUnsigned,

    /// <summary>IEEE division, correctly rounded.</summary>
    DivFloat,

    /// <summary>The remainder of a truncated division, exact, with the sign of the dividend (C#'s % on floats).</summary>
    RemFloat,
    And,
    Or,
    Xor,

    /// <summary>The count is taken modulo the width.</summary>
    ShiftLeft,
    ShiftRightSigned,
    ShiftRightUnsigned,
    MinSigned,
    MaxSigned,
    MinUnsigned,
    MaxUnsigned,

    /// <summary>IEEE 754-2019 minimum: NaN if either is, and -0 below +0 (Math.Min).</summary>
    MinFloat,
    MaxFloat,

    /// <summary>The magnitude of the first with the sign of the second.</summary>
    CopySign,
}

/// <summary>Operations of one operand that give the same type.</summary>
internal enum UnaryOp : byte
{
    /// <summary>Wraps for integers; flips the sign bit for floats.</summary>
    Negate,

    /// <summary>All bits, or a bool's truth.</summary>
    Not,

    /// <summary>Clears the sign bit of a float; wraps for the smallest integer.</summary>
    Abs,

    /// <summary>Correctly rounded.</summary>
    Sqrt,
    Floor,
    Ceiling,
    Truncate,

    /// <summary>To the nearest, ties to even.</summary>
    RoundEven,
    PopCount,
    LeadingZeros,
    TrailingZeros,

    /// <summary>
    /// The device's fast approximations; only fast math makes them.
    /// </summary>
    RcpApprox,
    RsqrtApprox,
}

/// <summary>Comparisons; the result is bool.</summary>
internal enum CompareOp : byte
{
    Equal,
    NotEqual,
    LessSigned,
    LessEqualSigned,
    GreaterSigned,
    GreaterEqualSigned,
    LessUnsigned,
    LessEqualUnsigned,
    GreaterUnsigned,
    GreaterEqualUnsigned,

    /// <summary>Float comparisons that are false when either side is NaN.</summary>
    EqualOrdered,
    LessOrdered,
    LessEqualOrdered,
    GreaterOrdered,
    GreaterEqualOrdered,

    /// <summary>Float comparisons that are true when either side is NaN.</summary>
    NotEqualUnordered,
    LessUnordered,
    LessEqualUnordered,
    GreaterUnordered,
    GreaterEqualUnordered,
}

/// <summary>Conversions between scalar types.</summary>
internal enum ConvertOp : byte
{
    /// <summary>Integer to a narrower integer: the low bits. To bool: is not used, compare with zero instead.</summary>
    Truncate,
    SignExtend,

    /// <summary>Also bool to integer: 0 or 1.</summary>
    ZeroExtend,

    /// <summary>To the nearest, ties to even.</summary>
    SignedToFloat,
    UnsignedToFloat,

    /// <summary>Towards zero; saturates; NaN gives zero (as .NET 9 and later define it). The target is i32 or i64.</summary>
    FloatToSigned,
    FloatToUnsigned,

    /// <summary>Between float widths, to the nearest, ties to even.</summary>
    FloatToFloat,

    /// <summary>Same bits, same width.</summary>
    BitCast,

    /// <summary>Between a pointer and i64.</summary>
    PointerToInt,
    IntToPointer,
}

/// <summary>Read-modify-write operations.</summary>
internal enum AtomicOp : byte
{
    Add,
    MinSigned,
    MaxSigned,
    MinUnsigned,
    MaxUnsigned,
    MinFloat,
    MaxFloat,
    And,
    Or,
    Xor,
    Exchange,
}

/// <summary>How a lane picks the lane it reads.</summary>
internal enum ShuffleOp : byte
{
    Index,
    Up,
    Down,
    Xor,
}

/// <summary>Who an ordering is for.</summary>
internal enum MemoryScope : byte
{
    Warp,
    Group,
    Device,
    System,
}

/// <summary>Numbers that tell a thread its place.</summary>
internal enum IndexKind : byte
{
    ThreadX,
    ThreadY,
    ThreadZ,
    GroupDimX,
    GroupDimY,
    GroupDimZ,
    GroupX,
    GroupY,
    GroupZ,
    GridDimX,
    GridDimY,
    GridDimZ,
    Lane,
    Warp,
    WarpSize,
}
