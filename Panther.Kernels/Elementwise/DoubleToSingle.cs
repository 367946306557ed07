namespace Panther.Kernels.Elementwise;

/// <summary>Rounds a double to the nearest float, ties to even; what lies beyond the floats becomes infinite.</summary>
internal readonly struct DoubleToSingle : IConversion<double, float>
{
    /// <inheritdoc/>
    public static float Convert(double value) => (float)value;
}
