namespace Panther.Jit.Backends.Cpu.Analysis;

/// <summary>How a value differs between the lanes of a warp.</summary>
/// <param name="IsVarying">Whether nothing is known.</param>
/// <param name="Stride">Else the step from one lane to the next, modulo the type's width; 0 for a uniform value.</param>
internal readonly record struct LaneShape(bool IsVarying, long Stride)
{
    public static LaneShape Uniform => default;

    public static LaneShape Varying => new(true, 0);

    public bool IsUniform => !IsVarying && Stride == 0;

    public static LaneShape Affine(long stride) => new(false, stride);

    /// <summary>The shape of a value that is either one or the other, for all lanes alike.</summary>
    public static LaneShape Join(LaneShape a, LaneShape b) => a == b ? a : Varying;
}
