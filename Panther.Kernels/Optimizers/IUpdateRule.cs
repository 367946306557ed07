namespace Panther.Kernels.Optimizers;

/// <summary>How a parameter follows from its gradient; an argument of the kernel, with constants in its fields.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal interface IUpdateRule<T>
    where T : unmanaged
{
    /// <summary>Gets the numbers that are remembered for each parameter from step to step, 0 to 2.</summary>
    static abstract int States { get; }

    /// <summary>The parameter after the step.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="gradient">Its gradient.</param>
    /// <param name="first">The first number that is remembered.</param>
    /// <param name="second">The second one.</param>
    /// <param name="rate">The learning rate of this step.</param>
    /// <param name="firstCorrection">What the rule makes of the number of the step.</param>
    /// <param name="secondCorrection">Another such number.</param>
    T Update(T parameter, T gradient, ref T first, ref T second, T rate, T firstCorrection, T secondCorrection);
}
