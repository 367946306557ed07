namespace Panther.Kernels.Random;

/// <summary>-1 or +1 with the same probability (Rademacher), from the top bit of each word; the same signs as <see cref="SignSingle"/>.</summary>
internal readonly struct SignDouble : IDistribution<double>
{
    /// <inheritdoc/>
    public static int BlockLength => 4;

    /// <inheritdoc/>
    public static Draws<double> Draw(PhiloxBlock bits) => new(Sign(bits.X), Sign(bits.Y), Sign(bits.Z), Sign(bits.W));

    private static double Sign(uint bits) => BitConverter.UInt32BitsToSingle(0x3F800000U | (bits & 0x80000000U));
}
