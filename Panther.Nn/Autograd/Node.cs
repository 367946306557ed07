namespace Panther.Nn;

/// <summary>A tensor in the record of a tape: what it was computed from. A leaf, which is a parameter or a watched tensor, has no edges.</summary>
/// <param name="index">The place in the record; what a tensor depends on has smaller ones.</param>
/// <param name="shape">The shape of the tensor.</param>
/// <param name="edges">One for each operand that can be differentiated.</param>
internal sealed class Node(int index, Shape shape, Edge[] edges)
{
    /// <summary>Gets the place in the record.</summary>
    public int Index { get; } = index;

    /// <summary>Gets the shape of the tensor.</summary>
    public Shape Shape { get; } = shape;

    /// <summary>Gets the operands.</summary>
    public Edge[] Edges { get; } = edges;
}
