namespace Panther.Tests.Fuzz;

/// <summary>A piece of a generated kernel. Nodes are immutable, so that the shrinker can try other versions of a tree.</summary>
internal abstract record Node
{
    public virtual IReadOnlyList<Node> Children => [];

    /// <summary>Makes the same node over other children.</summary>
    public virtual Node With(IReadOnlyList<Node> children) => this;

    /// <summary>Writes the node as C#.</summary>
    public abstract string Text(string indent);
}

/// <summary>Computes a value.</summary>
/// <param name="Type">The value's type.</param>
internal abstract record Expression(FuzzType Type) : Node;

/// <summary>Does something.</summary>
internal abstract record Statement : Node
{
    protected static string Indent(string indent) => indent + "    ";
}
