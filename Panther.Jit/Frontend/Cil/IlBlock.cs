namespace Panther.Jit.Frontend.Cil;

/// <summary>A run of CIL instructions that is entered only at its start.</summary>
/// <param name="first">The index of the first instruction.</param>
internal sealed class IlBlock(int first)
{
    /// <summary>Gets the index of the first instruction.</summary>
    public int First { get; } = first;

    /// <summary>Gets or sets the index behind the last instruction.</summary>
    public int End { get; set; }

    /// <summary>Gets the blocks that may come next, in the order in which the instruction names them; fall-through first.</summary>
    public List<IlBlock> Successors { get; } = [];

    /// <summary>Gets or sets the number of edges into the block, the method's entry counted as one.</summary>
    public int EdgesIn { get; set; }

    /// <summary>Gets or sets the place in reverse postorder; -1 when nothing leads here.</summary>
    public int Order { get; set; } = -1;

    /// <summary>Gets or sets a value indicating whether an edge from a later block leads here.</summary>
    public bool IsLoopHeader { get; set; }

    /// <summary>Gets or sets a value indicating whether the block may run more often than the method.</summary>
    public bool IsInLoop { get; set; }
}
