using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Precision;

namespace Panther.Nn;

/// <summary>
/// The weights in float of a model that computes in 16 bits, and a <see cref="LossScaler"/> (Micikevicius et al., "Mixed precision training", 2018, section 3.1): an optimiser changes these, and they are
/// rounded to the model's. The names are those of the model, so a checkpoint, or an average of weights, is that of this module.
/// </summary>
/// <typeparam name="T">The element type of the model: <see cref="Half"/> or <see cref="BFloat16"/>.</typeparam>
public sealed class MasterWeights<T> : Module<float>, IMasterWeights
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Module<T> model;
    private readonly Tensor<T>[] rounded;
    private readonly Tensor<float>[] masters;

    /// <summary>Makes the weights, equal to those of a model.</summary>
    /// <param name="model">The model, which is not owned. It has no states, such as running means.</param>
    /// <param name="options">Options of the scaler, or <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">The model has no parameters, or it has states.</exception>
    public MasterWeights(Module<T> model, LossScalerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        this.model = model;
        rounded = [.. model.Parameters];
        if (rounded.Length == 0 || model.NamedStates.Count > 0)
        {
            throw new ArgumentException("A model without parameters, or with states, has no weights in two precisions.", nameof(model));
        }

        masters = [.. rounded.Select(parameter => parameter.Detach().To<float>())];
        Dictionary<Tensor, Tensor<float>> masterOf = new(ReferenceEqualityComparer.Instance);
        foreach ((Tensor<T> parameter, Tensor<float> master) in rounded.Zip(masters))
        {
            masterOf.Add(parameter, master);
        }

        (string[] Path, Tensor<float> Tensor)[] tensors = [.. model.NamedParameters.Select(p => (p.Name.Split('.'), masterOf[p.Tensor]))];
        Split(tensors, 0, Register, Register);
        Scaler = Register("loss_scaler", new LossScaler(rounded[0].Device, options));
    }

    /// <summary>Gets what the loss is multiplied by.</summary>
    public LossScaler Scaler { get; }

    /// <summary>Takes the gradients of a loss by the model's weights, through <see cref="LossScaler"/>. Waits for the answer.</summary>
    /// <param name="loss">The loss, a scalar on a tape.</param>
    /// <param name="gradients">The gradients in float, in the order of <see cref="Module{T}.Parameters"/>; of no use if the answer is no.</param>
    /// <returns>Whether all gradients are finite; if not, the step is to be left out.</returns>
    /// <exception cref="ArgumentException">The loss is not on a tape, or no scalar.</exception>
    public bool TryGradients(Tensor<float> loss, out Tensor<float>[] gradients)
        => Scaler.TryUnscale(ScaledGradients(loss), out gradients);

    /// <summary>Rounds the weights to those of the model; after each step, and after loading. Enqueues and returns.</summary>
    public void Round() => Round(masters[0].Stream);

    /// <inheritdoc/>
    Tensor<float>[] IMasterWeights.Gradients(Tensor<float> loss, ArrayView<int> nonFinite) => Scaler.Unscale(ScaledGradients(loss), nonFinite);

    /// <inheritdoc/>
    void IMasterWeights.Round(DeviceStream stream) => Round(stream);

    /// <inheritdoc/>
    void IMasterWeights.TrainModel(bool isTraining) => model.Train(isTraining);

    private Tensor<T>[] ScaledGradients(Tensor<float> loss)
    {
        Tensor<float> scaled = Scaler.Apply(loss);
        Tensor[] gradients = scaled.Tape!.Gradients(scaled, rounded, cotangent: null, isDifferentiable: false, stopsAtSources: false);
        return Array.ConvertAll(gradients, gradient => (Tensor<T>)gradient);
    }

    private void Round(DeviceStream stream) => GradientUnscaling.Round<T>(stream, LossScaler.Views(masters), LossScaler.Views(rounded));

    /// <summary>What a module registers for tensors whose names begin with its own, in the order in which the model has them.</summary>
    private static void Split(
        IEnumerable<(string[] Path, Tensor<float> Tensor)> tensors, int depth, Func<string, Tensor<float>, Tensor<float>> register, Func<string, Part, Part> registerPart)
    {
        foreach (IGrouping<string, (string[] Path, Tensor<float> Tensor)> group in tensors.GroupBy(tensor => tensor.Path[depth]))
        {
            (string[] path, Tensor<float> tensor) = group.First();
            _ = path.Length == depth + 1 ? (object)register(group.Key, tensor) : registerPart(group.Key, new Part(group, depth + 1));
        }
    }

    private sealed class Part : Module<float>
    {
        public Part(IEnumerable<(string[] Path, Tensor<float> Tensor)> tensors, int depth) => Split(tensors, depth, Register, Register);
    }
}
