namespace Panther.Kernels.Sketch.Sparse;

/// <summary>A non-zero entry of a sparse sketching matrix.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <param name="Place">Its place along the minor direction.</param>
/// <param name="Value">Its value.</param>
internal readonly record struct SparseTerm<T>(long Place, T Value)
    where T : unmanaged;
