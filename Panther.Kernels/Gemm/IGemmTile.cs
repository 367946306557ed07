using Panther.Jit.Dialect;

namespace Panther.Kernels.Gemm;

/// <summary>
/// The shapes that a product is cut into, all known at compile time: the part of the destination that a group computes, how deep the panels are
/// that it holds in shared memory, and what a thread computes of it.
/// </summary>
/// <remarks>
/// A thread's rows come in runs of <see cref="RowRun"/> neighbours, one run in each stretch of <c>RowRun * Rows / ThreadRows</c> rows; its
/// columns likewise.
/// </remarks>
internal interface IGemmTile
{
    /// <summary>Gets the rows of the destination that a group computes.</summary>
    static abstract int Rows { get; }

    /// <summary>Gets the columns of the destination that a group computes.</summary>
    static abstract int Columns { get; }

    /// <summary>Gets the depth of the panels, a multiple of 8.</summary>
    static abstract int Depth { get; }

    /// <summary>Gets the rows that a thread computes.</summary>
    static abstract int ThreadRows { get; }

    /// <summary>Gets the columns that a thread computes.</summary>
    static abstract int ThreadColumns { get; }

    /// <summary>Gets the neighbouring rows in a thread's run: 1, 2 or 4.</summary>
    static abstract int RowRun { get; }

    /// <summary>Gets the neighbouring columns in a thread's run: 1, 2 or 4.</summary>
    static abstract int ColumnRun { get; }

    /// <summary>Gets how many steps of the depth the code spells out at a time; divides <see cref="Depth"/> by <see cref="Slices"/>.</summary>
    static abstract int DepthUnroll { get; }

    /// <summary>
    /// Gets a value indicating whether the next panels are read while the present ones are multiplied; otherwise they are copied in between, element
    /// by element, and the factors' accesses must have the width 1.
    /// </summary>
    static abstract bool ReadsAhead { get; }

    /// <summary>
    /// Gets the slices that the depth of a panel is cut into, 1 or an even number; each has threads of its own, which compute all of the group's part of the destination, and the sums of all slices
    /// are added in order at the end. Keeps many threads at work on a small part.
    /// </summary>
    static virtual int Slices => 1;

    /// <summary>Gets the shape of the group.</summary>
    static abstract Index2D GroupShape { get; }

    /// <summary>Gets the calling thread's place among the threads of its slice that share its columns. For kernels.</summary>
    static abstract int ThreadRow { get; }

    /// <summary>Gets the calling thread's place among the threads of its slice that share its rows. For kernels.</summary>
    static abstract int ThreadColumn { get; }
}
