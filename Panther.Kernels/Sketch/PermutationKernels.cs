using Panther.Jit.Dialect;

namespace Panther.Kernels.Sketch;

/// <summary>Writes the images of a <see cref="RandomPermutation"/> out.</summary>
internal static class PermutationKernels
{
    /// <summary>images[i] = the image of i; one thread an image.</summary>
    public static void Images(Index1D i, RandomPermutation permutation, ArrayView<long> images) => images[i] = permutation[i];

    /// <summary>images[i] = the image of i, of a permutation of at most 2³¹ numbers; one thread an image.</summary>
    public static void NarrowImages(Index1D i, RandomPermutation permutation, ArrayView<int> images) => images[i] = (int)permutation[i];

    /// <summary>places[images[i]] = i; one thread an image.</summary>
    public static void Invert(Index1D i, ArrayView<int> images, ArrayView<int> places) => places[images[i]] = i;
}
