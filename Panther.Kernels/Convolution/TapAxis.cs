namespace Panther.Kernels.Convolution;

/// <summary>
/// Which weights the pixels of one direction meet, and where in the images that are gathered. Pixels fall into residue classes: pixel r + classes·i, of class r, meets weight k if
/// r + shift + k·scale is a multiple of the number of classes, and then at place i + (r + shift + k·scale)/classes. A convolution has one class, its transpose as many as the stride.
/// </summary>
/// <param name="kernel">The number of weights.</param>
/// <param name="classes">The number of classes.</param>
/// <param name="scale">What a step from weight to weight adds.</param>
/// <param name="shift">The sum at weight 0 of class 0.</param>
internal readonly struct TapAxis(int kernel, int classes, int scale, int shift)
{
    /// <summary>Gets the number of weights.</summary>
    public int Kernel { get; } = kernel;

    /// <summary>Gets the number of classes.</summary>
    public int Classes { get; } = classes;

    /// <summary>Gets the distance of weights that meet the same class.</summary>
    public int Step { get; } = classes / GreatestCommonDivisor(classes, Math.Abs(scale));

    private readonly int scale = scale;
    private readonly int shift = shift;

    /// <summary>The first weight that a class meets; <see cref="Kernel"/> or above where it meets none.</summary>
    public int First(int residue)
    {
        int weight = 0;
        while (weight < Step && (residue + shift + (weight * scale)) % Classes != 0)
        {
            weight++;
        }

        return weight < Step ? weight : Kernel;
    }

    /// <summary>How many weights a class meets.</summary>
    public int Count(int residue) => Math.Max(0, (Kernel - First(residue) + Step - 1) / Step);

    /// <summary>The most weights that a class meets.</summary>
    public int MostCount => (Kernel + Step - 1) / Step;

    /// <summary>Where a class meets a weight.</summary>
    public int Place(int residue, int weight) => (residue + shift + (weight * scale)) / Classes;

    private static int GreatestCommonDivisor(int a, int b)
    {
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        return a;
    }
}
