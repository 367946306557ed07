namespace Panther.Nn;

/// <summary>
/// Factors of the learning rate by the number of the step, from 0 on. They are plain functions: multiply them, and set <see cref="Optimizer{T}.LearningRate"/> before each step. A resumed
/// run needs nothing but the number of the step.
/// </summary>
public static class Schedule
{
    /// <summary>Rises by equal parts from 1/length at step 0 to 1 at step length - 1, and stays there.</summary>
    /// <param name="step">The number of the step, from 0 on.</param>
    /// <param name="length">The number of steps that it rises.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public static double WarmUp(long step, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return step >= length ? 1 : (step + 1) / (double)length;
    }

    /// <summary>Falls along half a cosine from 1 at step 0 to a floor at step length, and stays there (Loshchilov and Hutter, "SGDR", 2017, equation 5).</summary>
    /// <param name="step">The number of the step, from 0 on.</param>
    /// <param name="length">The number of steps that it falls.</param>
    /// <param name="floor">Where it ends.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, infinite or NaN.</exception>
    public static double Cosine(long step, long length, double floor = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        NumberCheck.NotNegative(floor);
        return step >= length ? floor : floor + ((1 - floor) * (1 + Math.Cos(Math.PI * step / length)) / 2);
    }

    /// <summary>Is multiplied by a factor after each so many steps.</summary>
    /// <param name="step">The number of the step, from 0 on.</param>
    /// <param name="every">The number of steps between changes.</param>
    /// <param name="factor">The factor.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step is negative, there is none between changes, or the factor is negative, infinite or NaN.</exception>
    public static double Steps(long step, long every, double factor)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
        NumberCheck.NotNegative(factor);
        return Math.Pow(factor, step / every);
    }
}
