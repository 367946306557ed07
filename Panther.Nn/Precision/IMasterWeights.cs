using Panther.Jit.Dialect;
using Panther.Jit.Runtime;

namespace Panther.Nn;

/// <summary>What a trainer asks of <see cref="MasterWeights{T}"/>, whatever the element type of its model; nothing of it waits.</summary>
internal interface IMasterWeights
{
    /// <summary>Gets what the loss is multiplied by.</summary>
    LossScaler Scaler { get; }

    /// <summary>The gradients of a loss by the model's weights, taken of the scaled loss and divided by the scale. May be captured.</summary>
    /// <param name="loss">The loss, a scalar on a tape.</param>
    /// <param name="nonFinite">Becomes 1 if one of them is not finite.</param>
    Tensor<float>[] Gradients(Tensor<float> loss, ArrayView<int> nonFinite);

    /// <summary>Rounds the weights to those of the model. May be captured.</summary>
    /// <param name="stream">The stream to enqueue on.</param>
    void Round(DeviceStream stream);

    /// <summary>Says that the model is trained from now on, or used.</summary>
    /// <param name="isTraining">Whether it is trained.</param>
    void TrainModel(bool isTraining);
}
