namespace Panther.Jit.Backends.OpenCl.Expressions;

/// <summary>A variable of the text.</summary>
internal sealed class Variable(string name, OpenClType type)
{
    public string Name { get; } = name;

    public OpenClType Type { get; } = type;

    /// <summary>Gets a value indicating whether the head of the kernel declares the variable.</summary>
    public bool IsGiven { get; init; }

    /// <summary>Gets the bytes of an array; 0 for anything else.</summary>
    public long ArrayBytes { get; init; }

    /// <summary>Gets the alignment of an array in bytes.</summary>
    public int Alignment { get; init; }

    /// <summary>Gets the declaration without initial value and semicolon; an array's type is that of its elements.</summary>
    public string Declaration
    {
        get
        {
            if (ArrayBytes == 0)
            {
                return $"{Type} {Name}";
            }

            OpenClType element = Type.Pointee!;
            string alignment = Alignment > element.Size ? $" __attribute__((aligned({Alignment})))" : string.Empty;
            return $"{OpenClType.SpaceName(Type.Space)}{element} {Name}[{ArrayBytes / element.Size}]{alignment}";
        }
    }

    public override string ToString() => Name;
}
