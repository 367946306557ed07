using Panther.Jit.IR;

namespace Panther.Jit.Backends.Cpu.Analysis;

/// <summary>
/// A comparison "index below bound" whose index grows from lane to lane: if the last lane's index, computed without wrapping, is below the bound, all are.
/// One or two scalar comparisons then tell that no lane is beyond the end.
/// </summary>
internal static class AffineBound
{
    /// <summary>Returns whether the comparison has that form.</summary>
    public static bool Matches(CompareInstruction compare, LaneShapes shapes) =>
        compare.Op is CompareOp.LessSigned or CompareOp.LessEqualSigned
        && compare.Left.Type.Kind is ScalarKind.Int32 or ScalarKind.Int64
        && shapes.Exact(compare.Left) is { Stride: > 0 and < 1 << 20 }
        && shapes.Exact(compare.Right).IsUniform
        && compare.Users is [ConditionalBranchInstruction];
}
