namespace Panther.Jit.Dialect;

/// <summary>The operations of the dialect that the compiler translates itself instead of reading their C# bodies.</summary>
internal enum Intrinsic
{
    /// <summary>Element address of a view: (view, int or long index) -> ref.</summary>
    ViewElement,
    ViewLength,
    /// <summary>(view, long offset, long length) -> view.</summary>
    ViewSubView,
    /// <summary>View of another element type over the same bytes; the length is scaled.</summary>
    ViewCast,
    ViewIsValid,
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
    WarpSize,
    LaneIndex,
    WarpIndex,
    GroupBarrier,
    WarpBarrier,
    FenceGroup,
    FenceDevice,
    FenceSystem,
    /// <summary>(value, int sourceLane).</summary>
    ShuffleIndex,
    ShuffleUp,
    ShuffleDown,
    ShuffleXor,
    /// <summary>(constant length) -> view in shared memory.</summary>
    SharedAllocate,
    SharedDynamic,
    LocalAllocate,
    AtomicAdd,
    AtomicMin,
    AtomicMax,
    AtomicAnd,
    AtomicOr,
    AtomicXor,
    AtomicExchange,
    AtomicCompareExchange,
    UnrollFull,
    UnrollNone,
    SpecializedValue,
    BitCast,
    SizeOf,
}

/// <summary>Marks a member of the dialect as an <see cref="Intrinsic"/> of the compiler.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor, Inherited = false)]
internal sealed class IntrinsicAttribute(Intrinsic kind) : Attribute
{
    public Intrinsic Kind { get; } = kind;
}
