namespace Panther.Kernels.Sketch;

/// <summary>A sketching matrix entry by entry; a small struct that travels to the kernel as an argument.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal interface ISketchEntries<T>
    where T : unmanaged
{
    /// <summary>Returns an entry.</summary>
    /// <param name="row">The row.</param>
    /// <param name="column">The column.</param>
    T Entry(long row, long column);
}
