using System.Globalization;
using System.Numerics;

namespace Panther.Nn;

/// <summary>
/// All that a training run needs to go on: weights and states of the model, what the optimiser remembers with its kind, its options, its number of steps and learning rate, averages of weights, and the random
/// state, in one safetensors file. On the same device the resumed run computes the same bits as the unbroken one, provided that it sees the same batches.
/// </summary>
/// <remarks>Schedules are functions of the step, and the program's. Tensors of the model are named <c>model.</c> and their name.</remarks>
public static class Checkpoint
{
    private const string SeedName = "random.seed";
    private const string PositionName = "random.position";

    /// <summary>Writes a file. Waits for what was enqueued.</summary>
    /// <param name="path">The file; one that exists is replaced when the new one is complete.</param>
    /// <param name="model">The model.</param>
    /// <param name="optimizer">The optimiser of its parameters.</param>
    /// <param name="random">Where the run draws from.</param>
    /// <param name="average">The averages of its parameters, if there are.</param>
    /// <exception cref="InvalidOperationException">The parameters hold the averages at present.</exception>
    /// <exception cref="NotSupportedException">The element type is neither float nor double.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save<T>(string path, Module<T> model, Optimizer<T> optimizer, RandomState random, WeightAverage<T>? average = null)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Save(path, model, optimizer, random, average, [], []);

    /// <summary>Restores a model and its optimiser. Nothing is changed unless the file fits all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="model">A model of the same tensors.</param>
    /// <param name="optimizer">An optimiser of the same kind and for the same parameters.</param>
    /// <param name="average">The averages, if the file has them.</param>
    /// <param name="allowOtherOptions">Whether the options of the optimiser may be others than those of the file, which are ignored then.</param>
    /// <returns>Where the run draws from next.</returns>
    /// <exception cref="InvalidDataException">The file is damaged, or of another model, optimiser or average; the message says how.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static RandomState Load<T>(string path, Module<T> model, Optimizer<T> optimizer, WeightAverage<T>? average = null, bool allowOtherOptions = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        return Load(file, model, optimizer, average, allowOtherOptions, [], []);
    }

    /// <summary>Writes a file with other tensors and remarks of the caller's.</summary>
    internal static void Save<T>(
        string path,
        Module<T> model,
        Optimizer<T> optimizer,
        RandomState random,
        WeightAverage<T>? average,
        IEnumerable<SafetensorsSource<T>> others,
        IEnumerable<KeyValuePair<string, string>> otherRemarks)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(random);
        if (average is { IsSwapped: true })
        {
            throw new InvalidOperationException("The parameters hold their averages; swap them back before the run is saved.");
        }

        var remarks = new Dictionary<string, string>(optimizer.Remarks.Concat(average?.Remarks ?? []).Concat(otherRemarks))
        {
            [SeedName] = random.Seed.ToString(CultureInfo.InvariantCulture),
            [PositionName] = random.Position.ToString(CultureInfo.InvariantCulture),
        };
        IEnumerable<SafetensorsSource<T>> averages = average is null ? [] : [average.State];
        SafetensorsFile.WriteSources(path, [.. Tensors(model).Select(SafetensorsSource<T>.Of), .. optimizer.States, .. averages, .. others], remarks);
    }

    /// <summary>Restores from a file in which the caller has tensors of its own: some are read into, and what others are there does not matter.</summary>
    internal static RandomState Load<T>(
        SafetensorsFile file,
        Module<T> model,
        Optimizer<T> optimizer,
        WeightAverage<T>? average,
        bool allowOtherOptions,
        IEnumerable<NamedTensor<T>> others,
        IEnumerable<string> otherNames)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(optimizer);
        if (!ulong.TryParse(file.Metadata.GetValueOrDefault(SeedName), NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed)
            || !uint.TryParse(file.Metadata.GetValueOrDefault(PositionName), NumberStyles.None, CultureInfo.InvariantCulture, out uint position))
        {
            throw new InvalidDataException($"The file has no '{SeedName}' and '{PositionName}'; it is no checkpoint.");
        }

        optimizer.Check(file, allowOtherOptions);
        average?.Check(file);
        IEnumerable<string> averages = average is null ? [] : [average.State.Name];
        file.ReadInto([.. Tensors(model), .. others], [.. optimizer.States.Select(state => state.Name), .. averages, .. otherNames]);
        optimizer.Restore(file);
        average?.Restore(file);
        return new RandomState(seed, position);
    }

    private static NamedTensor<T>[] Tensors<T>(Module<T> model)
        where T : unmanaged, IFloatingPointIeee754<T>
        => [.. model.NamedTensors.Select(tensor => tensor with { Name = $"model.{tensor.Name}" })];
}
