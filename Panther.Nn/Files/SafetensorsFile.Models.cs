using System.Numerics;

namespace Panther.Nn;

/// <summary>Reading what a model has.</summary>
public sealed partial class SafetensorsFile
{
    /// <summary>Checks that the file holds just some tensors, then replaces their elements.</summary>
    /// <param name="tensors">The tensors.</param>
    /// <param name="others">The names of what else is in the file, that the caller reads.</param>
    /// <exception cref="InvalidDataException">Tensors are missing, surplus or of another shape; nothing is changed.</exception>
    internal void ReadInto<T>(IReadOnlyList<NamedTensor<T>> tensors, IEnumerable<string> others)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        string[] missing = [.. tensors.Select(t => t.Name).Where(name => !Entries.ContainsKey(name))];
        string[] surplus = [.. Entries.Keys.Except(tensors.Select(t => t.Name)).Except(others)];
        string[] different =
        [
            .. tensors.Where(t => Entries.TryGetValue(t.Name, out SafetensorsEntry? entry) && !entry.Shape.Equals(t.Tensor.Shape))
                .Select(t => $"{t.Name} ({Entries[t.Name].Shape} in the file, {t.Tensor.Shape} here)"),
        ];
        string[] problems = [Listed("missing", missing), Listed("surplus", surplus), Listed("of another shape", different)];
        if (problems.Any(problem => problem.Length > 0))
        {
            throw new InvalidDataException($"The file does not hold this model. {string.Join(" ", problems.Where(problem => problem.Length > 0))}");
        }

        foreach (NamedTensor<T> tensor in tensors)
        {
            tensor.Tensor.CopyFrom(Read<T>(tensor.Name));
        }
    }

    private static string Listed(string title, string[] names) => names.Length == 0 ? ""
        : $"Tensors {title}: {string.Join(", ", names.Take(10))}{(names.Length > 10 ? $" and {names.Length - 10} more" : "")}.";
}
