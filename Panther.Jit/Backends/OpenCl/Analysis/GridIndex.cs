using Panther.Jit.IR;

namespace Panther.Jit.Backends.OpenCl.Analysis;

/// <summary>Recognises the thread's index in the grid, group · size + thread, which OpenCL has a function for.</summary>
internal static class GridIndex
{
    /// <summary>Returns the dimension of the index that a value is, or null when it is none.</summary>
    public static int? Dimension(Value value)
    {
        if (value is not BinaryInstruction { Op: BinaryOp.Add } sum)
        {
            return null;
        }

        return Match(sum.Left, sum.Right) ?? Match(sum.Right, sum.Left);
    }

    private static int? Match(Value product, Value thread)
    {
        if (Place(thread) is not { Kind: >= IndexKind.ThreadX and <= IndexKind.ThreadZ } place || product is not BinaryInstruction { Op: BinaryOp.Mul } scaled)
        {
            return null;
        }

        int dimension = place.Kind - IndexKind.ThreadX;
        return IsGroupTimesSize(scaled.Left, scaled.Right, dimension) || IsGroupTimesSize(scaled.Right, scaled.Left, dimension) ? dimension : null;
    }

    private static bool IsGroupTimesSize(Value group, Value size, int dimension) =>
        Place(group)?.Kind == IndexKind.GroupX + (byte)dimension && Place(size)?.Kind == IndexKind.GroupDimX + (byte)dimension;

    /// <summary>Returns the index, also from under an extension to 64 bits.</summary>
    private static IndexInstruction? Place(Value value) => value switch
    {
        IndexInstruction index => index,
        ConvertInstruction { Op: ConvertOp.SignExtend or ConvertOp.ZeroExtend, Operand: IndexInstruction index } => index,
        _ => null,
    };
}
