using System.Globalization;
using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Optimizers;

namespace Panther.Nn;

/// <summary>
/// The exponential running average of weights, which often generalises better than the last ones (Polyak and Juditsky, "Acceleration of stochastic approximation by averaging", 1992). After t updates it is
/// Σ βᵗ⁻ⁱ·wᵢ / Σ βᵗ⁻ⁱ over i = 1..t, so that what it started from has no part in it. Sixteen tensors a launch.
/// </summary>
/// <typeparam name="T">The element type, in which averages are kept too.</typeparam>
public sealed class WeightAverage<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const string Name = "average";
    private const string StepsName = "average.steps";
    private const string DecayName = "average.decay";

    private readonly ArrayView<T>[] parameters;
    private readonly ArrayView<T>[] averages;
    private readonly DeviceBuffer<T> buffer;
    private readonly DeviceStream stream;

    /// <summary>Makes averages of parameters; before the first update they are the parameters' elements.</summary>
    /// <param name="parameters">The parameters, which stay the caller's.</param>
    /// <param name="decay">β, in (0, 1): the average reaches back over about 1/(1 - β) updates.</param>
    /// <exception cref="ArgumentException">There is no parameter, or one is a view, on a tape or on another device.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The decay is not in (0, 1).</exception>
    public WeightAverage(IEnumerable<Tensor<T>> parameters, double decay)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        NumberCheck.Positive(decay);
        NumberCheck.PartBelowOne(decay);
        Tensor<T>[] tensors = [.. parameters];
        if (tensors.Length == 0 || tensors.Any(tensor => tensor is not { Tape: null, IsContiguous: true } || tensor.Device != tensors[0].Device))
        {
            throw new ArgumentException("There is no parameter, or one is on a tape, a view, or on another device.", nameof(parameters));
        }

        Decay = decay;
        stream = tensors[0].Stream;
        buffer = stream.Device.Allocate<T>(tensors.Sum(tensor => tensor.Length), stream);
        this.parameters = [.. tensors.Select(tensor => tensor.Elements.SubView(0, tensor.Length))];
        averages = new ArrayView<T>[tensors.Length];
        long start = 0;
        for (int i = 0; i < averages.Length; i++)
        {
            averages[i] = buffer.View.SubView(start, tensors[i].Length);
            start += tensors[i].Length;
            stream.Copy(this.parameters[i], averages[i]);
        }
    }

    /// <summary>Gets β.</summary>
    public double Decay { get; }

    /// <summary>Gets the number of updates so far.</summary>
    public long Steps { get; private set; }

    /// <summary>Gets a value indicating whether the parameters hold the averages at present.</summary>
    public bool IsSwapped { get; private set; }

    /// <summary>Moves the averages towards the parameters; call it after each step of the optimiser, outside a captured one. Enqueues and returns.</summary>
    /// <exception cref="InvalidOperationException">The parameters hold the averages.</exception>
    public void Update()
    {
        if (IsSwapped)
        {
            throw new InvalidOperationException($"The parameters hold their averages; {nameof(Swap)} them back before the next step.");
        }

        Steps++;
        Averaging.Move(stream, averages, parameters, T.CreateChecked((1 - Decay) / (1 - Math.Pow(Decay, Steps))));
    }

    /// <summary>Exchanges parameters and averages: once before the averages are used, and once more before training goes on. Enqueues and returns.</summary>
    public void Swap()
    {
        Averaging.Exchange(stream, parameters, averages);
        IsSwapped = !IsSwapped;
    }

    /// <summary>Gives the memory of the averages back.</summary>
    public void Dispose() => buffer.Dispose();

    /// <summary>Gets what a checkpoint holds beside the averages.</summary>
    internal IEnumerable<KeyValuePair<string, string>> Remarks =>
    [
        new(StepsName, Steps.ToString(CultureInfo.InvariantCulture)),
        new(DecayName, Decay.ToString("R", CultureInfo.InvariantCulture)),
    ];

    /// <summary>Gets the averages, one after another in the order of the parameters.</summary>
    internal SafetensorsSource<T> State => new(Name, [buffer.Length], () => buffer.ToArray(stream));

    /// <summary>Checks that a file holds averages like these.</summary>
    /// <exception cref="InvalidDataException">It does not; the message says how it differs.</exception>
    internal void Check(SafetensorsFile file)
    {
        if (!file.Entries.TryGetValue(Name, out SafetensorsEntry? entry) || !entry.Shape.Equals(State.Shape))
        {
            throw new InvalidDataException($"The file has no '{Name}' of shape {State.Shape}, but {entry?.Shape.ToString() ?? "none"}.");
        }

        _ = ReadSteps(file);
        if (CheckpointRemarks.Number(file, DecayName) is var decay && decay != Decay)
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"The file's averages have the decay {decay}, not {Decay}."));
        }
    }

    /// <summary>Goes on from what a file that was checked holds.</summary>
    internal void Restore(SafetensorsFile file)
    {
        stream.Copy<T>(file.Read<T>(Name), buffer.View);
        Steps = ReadSteps(file);
        IsSwapped = false;
    }

    private static long ReadSteps(SafetensorsFile file) => CheckpointRemarks.Count(file, StepsName);
}
