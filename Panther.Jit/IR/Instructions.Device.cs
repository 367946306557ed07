namespace Panther.Jit.IR;

/// <summary>An instruction that only some devices have. A result of several registers is a short vector.</summary>
internal sealed class DeviceInstruction(DeviceOp op, IrType type, params ReadOnlySpan<Value> operands) : Instruction(type, operands)
{
    public DeviceOp Op { get; } = op;

    public DeviceOpInfo Info { get; } = DeviceOpInfo.Of(op);

    public override bool HasSideEffects => !Info.IsPure;

    protected override Instruction CloneCore(ReadOnlySpan<Value> o) => new DeviceInstruction(Op, Type, o);
}
