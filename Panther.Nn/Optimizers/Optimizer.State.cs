using System.Globalization;
using Panther.Jit.Runtime;

namespace Panther.Nn;

/// <summary>Saving and restoring.</summary>
public abstract partial class Optimizer<T>
{
    private const string KindName = "optimizer";
    private const string StepsName = "optimizer.steps";
    private const string RateName = "optimizer.learning_rate";

    /// <summary>Gets what a file holds beside tensors: the kind, the number of steps and the learning rate.</summary>
    internal IEnumerable<KeyValuePair<string, string>> Remarks =>
    [
        new(KindName, Kind),
        new(StepsName, Steps.ToString(CultureInfo.InvariantCulture)),
        new(RateName, LearningRate.ToString("R", CultureInfo.InvariantCulture)),
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

    private string Kind => GetType().Name.Split('`')[0];

    private IEnumerable<(string Name, DeviceBuffer<T> Buffer)> Memories
        => new (string Name, DeviceBuffer<T> Buffer)[] { ("optimizer.first", first), ("optimizer.second", second) }.Where(memory => memory.Buffer.Length > 0);

    /// <summary>Checks that a file holds an optimiser like this one.</summary>
    /// <exception cref="InvalidDataException">It does not; the message says how it differs.</exception>
    internal void Check(SafetensorsFile file)
    {
        string kind = Remark(file, KindName);
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

        _ = (ReadSteps(file), ReadRate(file));
    }

    /// <summary>Goes on from what a file that was checked holds.</summary>
    internal void Restore(SafetensorsFile file)
    {
        foreach ((string name, DeviceBuffer<T> buffer) in Memories)
        {
            Stream.Copy<T>(file.Read<T>(name), buffer.View);
        }

        Steps = ReadSteps(file);
        LearningRate = ReadRate(file);
    }

    private static long ReadSteps(SafetensorsFile file)
        => long.TryParse(Remark(file, StepsName), NumberStyles.None, CultureInfo.InvariantCulture, out long steps)
            ? steps
            : throw new InvalidDataException($"'{StepsName}' of the file is no number of steps.");

    private static double ReadRate(SafetensorsFile file)
        => double.TryParse(Remark(file, RateName), NumberStyles.Float, CultureInfo.InvariantCulture, out double rate)
            ? rate
            : throw new InvalidDataException($"'{RateName}' of the file is no number.");

    private static string Remark(SafetensorsFile file, string name)
        => file.Metadata.TryGetValue(name, out string? value) ? value : throw new InvalidDataException($"The file has no '{name}'.");
}
