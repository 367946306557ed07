using System.Globalization;
using Panther.Jit.Runtime;

namespace Panther.Nn;

/// <summary>Saving and restoring.</summary>
public abstract partial class Optimizer<T>
{
    private const string KindName = "optimizer";
    private const string StepsName = "optimizer.steps";
    private const string RateName = "optimizer.learning_rate";

    /// <summary>Gets what a file holds beside tensors: the kind, the number of steps, the learning rate and the options.</summary>
    internal IEnumerable<KeyValuePair<string, string>> Remarks =>
    [
        new(KindName, Kind),
        new(StepsName, Steps.ToString(CultureInfo.InvariantCulture)),
        new(RateName, LearningRate.ToString("R", CultureInfo.InvariantCulture)),
        .. Settings.Select(setting => new KeyValuePair<string, string>(SettingName(setting.Name), setting.Value.ToString("R", CultureInfo.InvariantCulture))),
    ];

    /// <summary>Gets what the rule remembers, in the order of the parameters.</summary>
    internal IReadOnlyList<SafetensorsSource<T>> States =>
    [
        .. Memories.Select(memory => new SafetensorsSource<T>(memory.Name, [memory.Buffer.Length], () =>
        {
            T[] values = new T[memory.Buffer.Length];
            Stream.Copy(memory.Buffer.View, values);
            return values;
        })),
    ];

    /// <summary>Gets the options that shape the steps, the learning rate aside, as a file holds them.</summary>
    private protected abstract IEnumerable<(string Name, double Value)> Settings { get; }

    private string Kind => GetType().Name.Split('`')[0];

    private IEnumerable<(string Name, DeviceBuffer<T> Buffer)> Memories
        => new (string Name, DeviceBuffer<T> Buffer)[] { ("optimizer.first", first), ("optimizer.second", second) }.Where(memory => memory.Buffer.Length > 0);

    /// <summary>Checks that a file holds an optimiser like this one.</summary>
    /// <param name="file">The file.</param>
    /// <param name="allowOtherOptions">Whether the options may be others.</param>
    /// <exception cref="InvalidDataException">It does not; the message says how it differs.</exception>
    internal void Check(SafetensorsFile file, bool allowOtherOptions)
    {
        string kind = CheckpointRemarks.Text(file, KindName);
        if (kind != Kind)
        {
            throw new InvalidDataException($"The file holds the state of {kind}, not of {Kind}.");
        }

        foreach (SafetensorsSource<T> state in States)
        {
            if (!file.Entries.TryGetValue(state.Name, out SafetensorsEntry? entry) || !entry.Shape.Equals(state.Shape))
            {
                throw new InvalidDataException($"The file has no '{state.Name}' of shape {state.Shape}, but {entry?.Shape.ToString() ?? "none"}.");
            }
        }

        _ = CheckpointRemarks.Count(file, StepsName);
        if (CheckpointRemarks.Number(file, RateName) is var rate && !(rate >= 0 && double.IsFinite(rate)))
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"The file's learning rate is {rate}."));
        }

        string[] differences = [.. Settings
            .Select(setting => (setting.Name, Here: setting.Value, There: CheckpointRemarks.Number(file, SettingName(setting.Name))))
            .Where(setting => setting.Here != setting.There)
            .Select(setting => string.Create(CultureInfo.InvariantCulture, $"{setting.Name} ({setting.There} in the file, {setting.Here} here)"))];
        if (differences.Length > 0 && !allowOtherOptions)
        {
            throw new InvalidDataException($"The file's {Kind} has other options: {string.Join(", ", differences)}. With 'allowOtherOptions' those here are taken.");
        }
    }

    /// <summary>Goes on from what a file that was checked holds.</summary>
    internal void Restore(SafetensorsFile file)
    {
        foreach ((string name, DeviceBuffer<T> buffer) in Memories)
        {
            Stream.Copy<T>(file.Read<T>(name), buffer.View);
        }

        Steps = CheckpointRemarks.Count(file, StepsName);
        LearningRate = CheckpointRemarks.Number(file, RateName);
    }

    private static string SettingName(string name) => $"optimizer.{name}";
}
