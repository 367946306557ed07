namespace Panther.Jit.IR;

/// <summary>A kernel in the compiler's own form: everything inlined, one entry, no calls.</summary>
internal sealed class KernelFunction(string name)
{
    private readonly List<Parameter> parameters = [];
    private readonly List<Block> blocks = [];
    private readonly Dictionary<(IrType Type, ulong Bits), Constant> constants = [];
    private int nextBlock;
    private int parameterBytes;

    public string Name { get; } = name;

    /// <summary>Gets or sets the number of index dimensions of an implicitly grouped kernel, whose first parameters are the extents; 0 when explicitly grouped.</summary>
    public int ImplicitDimensions { get; set; }

    /// <summary>Gets or sets the number of indices of an implicitly grouped kernel that one thread does; a launch needs that many times fewer groups.</summary>
    public int IndicesPerThread { get; set; } = 1;

    public IReadOnlyList<Parameter> Parameters => parameters;

    /// <summary>Gets the blocks; the first is the entry, which has no predecessor.</summary>
    public IReadOnlyList<Block> Blocks => blocks;

    public Block Entry => blocks[0];

    /// <summary>Gets the size of the parameter block.</summary>
    public int ParameterBytes => parameterBytes;

    public Parameter AddParameter(string name, IrType type)
    {
        int offset = (parameterBytes + type.Size - 1) / type.Size * type.Size;
        var parameter = new Parameter(parameters.Count, name, type, offset);
        parameterBytes = offset + type.Size;
        parameters.Add(parameter);
        return parameter;
    }

    public Block AddBlock()
    {
        var block = new Block(this, nextBlock++);
        blocks.Add(block);
        return block;
    }

    public void RemoveBlock(Block block) => blocks.Remove(block);

    /// <summary>Puts the blocks in another order; the entry stays first.</summary>
    public void SetBlocks(IEnumerable<Block> order)
    {
        Block[] fresh = [.. order];
        blocks.Clear();
        blocks.AddRange(fresh);
    }

    /// <summary>Returns the constant of the given bits; bits beyond the type's width are cut off.</summary>
    public Constant Constant(IrType type, ulong bits)
    {
        if (type.Bits < 64)
        {
            bits &= (1UL << type.Bits) - 1;
        }

        if (!constants.TryGetValue((type, bits), out Constant? constant))
        {
            constants.Add((type, bits), constant = new Constant(type, bits));
        }

        return constant;
    }

    public Constant Int32(int value) => Constant(IrType.Int32, (uint)value);

    public Constant Int64(long value) => Constant(IrType.Int64, (ulong)value);

    public Constant Bool(bool value) => Constant(IrType.Bool, value ? 1UL : 0UL);

    public Constant Float32(float value) => Constant(IrType.Float32, BitConverter.SingleToUInt32Bits(value));

    public Constant Float64(double value) => Constant(IrType.Float64, BitConverter.DoubleToUInt64Bits(value));

    public Constant Zero(IrType type) => Constant(type, 0);

    /// <summary>Computes the predecessors of every block, one entry an edge, in block order.</summary>
    public Dictionary<Block, List<Block>> Predecessors()
    {
        var result = blocks.ToDictionary(b => b, _ => new List<Block>());
        foreach (Block block in blocks)
        {
            foreach (Block successor in block.Successors)
            {
                result[successor].Add(block);
            }
        }

        return result;
    }
}
