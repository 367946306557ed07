namespace Panther.Kernels.Gemm.Host;

/// <summary>
/// A microkernel: multiplies one packed panel of rows by one packed panel of columns, with the whole product in registers.
/// </summary>
/// <typeparam name="T">The element type, also the accumulation type.</typeparam>
internal unsafe interface IRegisterTile<T>
    where T : unmanaged
{
    /// <summary>The number of rows of the tile: the width of a packed panel of the left factor.</summary>
    static abstract int Rows { get; }

    /// <summary>The number of columns of the tile: the width of a packed panel of the right factor.</summary>
    static abstract int Columns { get; }

    /// <summary>The number of columns of the narrow tile, for the last columns of a matrix.</summary>
    static abstract int NarrowColumns { get; }

    /// <summary>
    /// <c>c = alpha * a * b + beta * c</c> on a tile of <see cref="Rows"/> × <see cref="Columns"/>; <paramref name="c"/> is not read when
    /// <paramref name="beta"/> is zero. Each element is a chain of fused multiply-adds in the order of the depth.
    /// </summary>
    /// <param name="depth">The common dimension.</param>
    /// <param name="a">The packed panel of rows: <see cref="Rows"/> consecutive elements a step.</param>
    /// <param name="b">The packed panel of columns: <see cref="Columns"/> consecutive elements a step.</param>
    /// <param name="alpha">The factor of the product.</param>
    /// <param name="beta">The factor of the former content.</param>
    /// <param name="c">The tile, whose columns are adjacent.</param>
    /// <param name="rowStride">The distance, in elements, between two rows of the tile.</param>
    static abstract void Multiply(long depth, T* a, T* b, T alpha, T beta, T* c, long rowStride);

    /// <summary>As <see cref="Multiply"/>, on a tile and a panel of <see cref="NarrowColumns"/> columns.</summary>
    /// <param name="depth">The common dimension.</param>
    /// <param name="a">The packed panel of rows.</param>
    /// <param name="b">The packed panel of columns: <see cref="NarrowColumns"/> consecutive elements a step.</param>
    /// <param name="alpha">The factor of the product.</param>
    /// <param name="beta">The factor of the former content.</param>
    /// <param name="c">The tile, whose columns are adjacent.</param>
    /// <param name="rowStride">The distance, in elements, between two rows of the tile.</param>
    static abstract void MultiplyNarrow(long depth, T* a, T* b, T alpha, T beta, T* c, long rowStride);
}
