namespace Panther.Kernels.Sketch.Sparse;

/// <summary>
/// A sparse matrix with equally many non-zeros for each index of its major direction, each computed by itself; a small struct that travels to the
/// kernel as an argument. Majors are the columns of a SASO and the rows of a LASO.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
internal interface ISparsePattern<T>
    where T : unmanaged
{
    /// <summary>Gets the number of non-zeros of each major; number p of every major lies in part p of the minor direction, which no other part overlaps.</summary>
    int Parts { get; }

    /// <summary>Returns a non-zero.</summary>
    /// <param name="major">The index along the major direction.</param>
    /// <param name="part">The number of the non-zero.</param>
    SparseTerm<T> At(long major, int part);

    /// <summary>Returns an entry, zero or not.</summary>
    /// <param name="major">The index along the major direction.</param>
    /// <param name="minor">The index along the minor direction.</param>
    T Entry(long major, long minor);
}
