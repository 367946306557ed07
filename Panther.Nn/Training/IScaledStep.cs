using System.Numerics;

namespace Panther.Nn;

/// <summary>
/// The steps of a run whose loss is scaled. Whether gradients are finite, the scale, and the number of steps that the optimiser has made are values on the device, so that a step may be captured and seldom waits.
/// </summary>
/// <typeparam name="T">The element type of the trainer.</typeparam>
internal interface IScaledStep<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Gets what the loss is multiplied by in the next step. Waits for it.</summary>
    float Scale { get; }

    /// <summary>Gets the scaler's state, unless it is saved with the weights.</summary>
    IEnumerable<NamedTensor<T>> States { get; }

    /// <summary>A run begins, or goes on.</summary>
    void Start();

    /// <summary>The run is resumed: its weights were read from a file.</summary>
    /// <param name="skippedSteps">The steps that it had left out.</param>
    void Restore(long skippedSteps);

    /// <summary>A step begins; outside a captured one.</summary>
    void Begin();

    /// <summary>The gradients of a loss, of use if they are finite.</summary>
    /// <param name="loss">The loss, a scalar on a tape.</param>
    Tensor<T>[] Gradients(Tensor<T> loss);

    /// <summary>Changes the parameters, if the gradients were finite.</summary>
    /// <param name="gradients">The gradients.</param>
    void Apply(IReadOnlyList<Tensor<T>> gradients);

    /// <summary>Tells the optimiser the number of steps that it has made. Waits for it.</summary>
    /// <returns>The steps that were left out.</returns>
    long Count();

    /// <summary>The weights were exchanged or restored: so are those of the model.</summary>
    void Round();

    /// <summary>Says that the model is trained from now on, or used.</summary>
    /// <param name="isTraining">Whether it is trained.</param>
    void TrainModel(bool isTraining);
}
