namespace Panther.Jit.Compilation;

/// <summary>What the front end and the passes know of the device that a kernel is compiled for.</summary>
/// <param name="WarpSize">The lanes of a warp, a constant to the kernel.</param>
/// <param name="GroupDim">The group's shape where the code is made for one (the CPU), else null; then it is a run-time value.</param>
/// <param name="FastMath">Whether multiplications and additions may be contracted and approximations used.</param>
internal sealed record TargetInfo(int WarpSize, Dialect.Index3D? GroupDim = null, bool FastMath = false)
{
    /// <summary>Gets the device itself, where it is known: what it lacks is refused.</summary>
    public Runtime.Device? Device { get; init; }

    /// <summary>Gets where the places of checked indices are noted; null where indices are not checked.</summary>
    public BoundsSites? Bounds { get; init; }

    /// <summary>Gets the bytes that the widest access of one thread moves where threads should do several indices for its sake, else 0.</summary>
    public int WideAccessBytes { get; init; }

    /// <summary>Gets a value indicating whether the backend converts between Float16 and the wider floats; else the passes write that in integers.</summary>
    public bool ConvertsFloat16 { get; init; }

    /// <summary>Gets a value indicating whether the backend converts between BFloat16 and Float32; else the passes write that in integers.</summary>
    public bool ConvertsBFloat16 { get; init; }
}
