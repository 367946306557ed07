namespace Panther.Jit.IR;

/// <summary>Instructions that run one after another: phis first, one terminator last.</summary>
internal sealed class Block(KernelFunction function, int id)
{
    private readonly List<Instruction> instructions = [];

    public KernelFunction Function { get; } = function;

    /// <summary>Gets a number that no other block of the function has.</summary>
    public int Id { get; } = id;

    public IReadOnlyList<Instruction> Instructions => instructions;

    public Terminator? Terminator => instructions.Count > 0 ? instructions[^1] as Terminator : null;

    public IReadOnlyList<Block> Successors => Terminator?.Successors ?? [];

    public IEnumerable<PhiInstruction> Phis => instructions.TakeWhile(i => i is PhiInstruction).Cast<PhiInstruction>();

    /// <summary>Adds at the end.</summary>
    public void Append(Instruction instruction)
    {
        instruction.Block = this;
        instructions.Add(instruction);
    }

    /// <summary>Adds before the instruction at <paramref name="index"/>.</summary>
    public void Insert(int index, Instruction instruction)
    {
        instruction.Block = this;
        instructions.Insert(index, instruction);
    }

    public void InsertBefore(Instruction position, Instruction instruction) => Insert(instructions.IndexOf(position), instruction);

    /// <summary>Adds just before the terminator.</summary>
    public void InsertAtEnd(Instruction instruction) =>
        Insert(Terminator is null ? instructions.Count : instructions.Count - 1, instruction);

    /// <summary>Adds a phi behind the others.</summary>
    public void InsertPhi(PhiInstruction phi) => Insert(instructions.Count(i => i is PhiInstruction), phi);

    /// <summary>Replaces the whole content; operands and results are untouched. For passes that rebuild a block in one go.</summary>
    public void SetInstructions(IEnumerable<Instruction> content)
    {
        Instruction[] fresh = [.. content];
        foreach (Instruction instruction in instructions)
        {
            instruction.Block = null;
        }

        instructions.Clear();
        foreach (Instruction instruction in fresh)
        {
            Append(instruction);
        }
    }

    /// <summary>Removes the instructions that meet a condition, with their operands, in one walk from the last to the first.</summary>
    public bool RemoveAll(Predicate<Instruction> condition)
    {
        bool any = false;
        for (int i = instructions.Count - 1; i >= 0; i--)
        {
            Instruction instruction = instructions[i];
            if (condition(instruction))
            {
                instruction.Detach();
                any = true;
            }
        }

        if (any)
        {
            instructions.RemoveAll(static i => i.Block is null);
        }

        return any;
    }

    /// <summary>Takes the terminator off, with its operands; the phis of successors are the caller's.</summary>
    public void RemoveTerminator() => Terminator?.Remove();

    internal void Unlink(Instruction instruction)
    {
        // From the end, where the terminators are.
        instructions.RemoveAt(instructions.LastIndexOf(instruction));
        instruction.Block = null;
    }

    public override string ToString() => $"b{Id}";
}
