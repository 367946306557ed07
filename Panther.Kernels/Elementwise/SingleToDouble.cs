namespace Panther.Kernels.Elementwise;

/// <summary>Widens a float to a double, exactly.</summary>
internal readonly struct SingleToDouble : IConversion<float, double>
{
    /// <inheritdoc/>
    public static double Convert(float value) => value;
}
