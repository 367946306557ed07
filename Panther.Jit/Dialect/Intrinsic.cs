using Panther.Jit.IR;

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
    /// <summary>An instruction that only some devices have; see <see cref="DeviceIntrinsicAttribute"/>.</summary>
    Device,
}

/// <summary>Marks a member of the dialect as an <see cref="Intrinsic"/> of the compiler.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor, Inherited = false)]
internal class IntrinsicAttribute(Intrinsic kind) : Attribute
{
    public Intrinsic Kind { get; } = kind;
}

/// <summary>Marks a member of the dialect as one instruction that only some devices have. Its arguments become the operands, scalar by scalar; after
/// those of a generic method comes the size of its type argument in bytes.</summary>
internal sealed class DeviceIntrinsicAttribute(DeviceOp op) : IntrinsicAttribute(Intrinsic.Device)
{
    public DeviceOp Op { get; } = op;
}
