namespace Panther.Jit.IR;

/// <summary>A scalar or pointer that the launch passes.</summary>
internal sealed class Parameter : Value
{
    internal Parameter(int index, string name, IrType type, int blockOffset)
        : base(type)
    {
        Index = index;
        Name = name;
        BlockOffset = blockOffset;
    }

    public int Index { get; }

    /// <summary>Gets a readable name, made of the C# parameter's and the field's.</summary>
    public string Name { get; }

    /// <summary>Gets the byte offset in the parameter block of a launch.</summary>
    public int BlockOffset { get; }
}
