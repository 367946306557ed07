using System.Globalization;
using System.Numerics;

namespace Panther.Nn;

/// <summary>
/// All that a training run needs to go on: weights and states of the model, what the optimiser remembers with its number of steps and learning rate, and the random state, in one safetensors file. On the
/// same device the resumed run computes the same bits as the unbroken one, provided that it sees the same batches.
/// </summary>
/// <remarks>Options of the optimiser are not saved. Tensors of the model are named <c>model.</c> and their name.</remarks>
public static class Checkpoint
{
    private const string SeedName = "random.seed";
    private const string PositionName = "random.position";

    /// <summary>Writes a file. Waits for what was enqueued.</summary>
    /// <param name="path">The file; one that exists is replaced when the new one is complete.</param>
    /// <param name="model">The model.</param>
    /// <param name="optimizer">The optimiser of its parameters.</param>
    /// <param name="random">Where the run draws from.</param>
    /// <exception cref="NotSupportedException">The element type is neither float nor double.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save<T>(string path, Module<T> model, Optimizer<T> optimizer, RandomState random)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(random);
        var remarks = new Dictionary<string, string>(optimizer.Remarks)
        {
            [SeedName] = random.Seed.ToString(CultureInfo.InvariantCulture),
            [PositionName] = random.Position.ToString(CultureInfo.InvariantCulture),
        };
        SafetensorsFile.WriteSources(path, [.. Tensors(model).Select(SafetensorsSource<T>.Of), .. optimizer.States], remarks);
    }

    /// <summary>Restores a model and its optimiser. Nothing is changed unless the file fits both.</summary>
    /// <param name="path">The file.</param>
    /// <param name="model">A model of the same tensors.</param>
    /// <param name="optimizer">An optimiser of the same kind and for the same parameters.</param>
    /// <returns>Where the run draws from next.</returns>
    /// <exception cref="InvalidDataException">The file is damaged, or of another model or optimiser; the message says how.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static RandomState Load<T>(string path, Module<T> model, Optimizer<T> optimizer)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(optimizer);
        using SafetensorsFile file = SafetensorsFile.Open(path);
        if (!ulong.TryParse(file.Metadata.GetValueOrDefault(SeedName), NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed)
            || !uint.TryParse(file.Metadata.GetValueOrDefault(PositionName), NumberStyles.None, CultureInfo.InvariantCulture, out uint position))
        {
            throw new InvalidDataException($"The file has no '{SeedName}' and '{PositionName}'; it is no checkpoint.");
        }

        optimizer.Check(file);
        file.ReadInto(Tensors(model), optimizer.States.Select(state => state.Name));
        optimizer.Restore(file);
        return new RandomState(seed, position);
    }

    private static NamedTensor<T>[] Tensors<T>(Module<T> model)
        where T : unmanaged, IFloatingPointIeee754<T>
        => [.. model.NamedTensors.Select(tensor => tensor with { Name = $"model.{tensor.Name}" })];
}
