namespace Panther.Kernels.Convolution.Host;

/// <summary>Channels of an image as rows of a matrix.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal static unsafe class ImageRows<T>
    where T : unmanaged
{
    /// <summary>Copies rows of one matrix to another.</summary>
    /// <param name="source">The first row.</param>
    /// <param name="sourcePitch">The elements from one row to the next.</param>
    /// <param name="destination">Receives it.</param>
    /// <param name="destinationPitch">The elements from one row to the next there.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="length">The elements of a row.</param>
    public static void Copy(T* source, long sourcePitch, T* destination, long destinationPitch, int rows, int length)
    {
        for (long row = 0; row < rows; row++)
        {
            new ReadOnlySpan<T>(source + (row * sourcePitch), length).CopyTo(new Span<T>(destination + (row * destinationPitch), length));
        }
    }
}
