namespace Panther.Kernels.Histograms;

/// <summary>Which bin a value belongs to; a small struct that travels to the kernel as an argument.</summary>
/// <typeparam name="T">The type of the values.</typeparam>
internal interface IBinning<T>
    where T : unmanaged
{
    /// <summary>Returns the bin; a number outside the histogram means none.</summary>
    /// <param name="value">The value.</param>
    int Bin(T value);
}
