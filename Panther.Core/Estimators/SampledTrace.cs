namespace Panther.Core;

/// <summary>A trace from samples.</summary>
/// <param name="Mean">The mean of the samples.</param>
/// <param name="Deviation">An estimate of its standard deviation.</param>
/// <param name="Count">The number of samples.</param>
internal readonly record struct SampledTrace(double Mean, double Deviation, int Count)
{
    /// <summary>Takes the samples for independent.</summary>
    public static SampledTrace Of(double[] samples)
    {
        double mean = samples.Average();
        double squares = samples.Sum(sample => (sample - mean) * (sample - mean));
        return new SampledTrace(mean, Math.Sqrt(squares / (samples.Length - 1.0) / samples.Length), samples.Length);
    }
}
