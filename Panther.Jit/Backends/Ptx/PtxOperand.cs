namespace Panther.Jit.Backends.Ptx;

/// <summary>Something that a PTX instruction names.</summary>
internal abstract record PtxOperand
{
    /// <summary>Gets the registers that the operand names, in order.</summary>
    public virtual IEnumerable<PtxRegister> Registers => [];

    public static implicit operator PtxOperand(PtxRegister register) => new RegisterOperand(register);
}

/// <summary>A register.</summary>
internal sealed record RegisterOperand(PtxRegister Register) : PtxOperand
{
    public override IEnumerable<PtxRegister> Registers => [Register];
}

/// <summary>A literal, a symbol, or a special register: text that stays as it is.</summary>
internal sealed record TextOperand(string Text) : PtxOperand;

/// <summary>A place in memory: a register or a symbol, and an offset in bytes.</summary>
internal sealed record AddressOperand(PtxOperand Base, long Offset) : PtxOperand
{
    public override IEnumerable<PtxRegister> Registers => Base.Registers;
}

/// <summary>A tile of a tensor in global memory: the tensor map's address, and where the tile begins.</summary>
internal sealed record TileOperand(PtxOperand Map, IReadOnlyList<PtxOperand> Coordinates) : PtxOperand
{
    public override IEnumerable<PtxRegister> Registers => Map.Registers.Concat(Coordinates.SelectMany(c => c.Registers));
}

/// <summary>Several operands side by side.</summary>
internal sealed record VectorOperand(IReadOnlyList<PtxOperand> Lanes) : PtxOperand
{
    public override IEnumerable<PtxRegister> Registers => Lanes.SelectMany(l => l.Registers);
}
