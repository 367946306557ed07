namespace Panther.Nn;

/// <summary>Saving and loading.</summary>
public abstract partial class Module<T>
{
    /// <summary>Gets all that is saved.</summary>
    internal IReadOnlyList<NamedTensor<T>> NamedTensors => [.. NamedParameters, .. NamedStates];

    /// <summary>Writes parameters and states by name to a safetensors file. Waits for them.</summary>
    /// <param name="path">The file; one that exists is replaced when the new one is complete.</param>
    /// <exception cref="NotSupportedException">The element type is neither float nor double.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path) => SafetensorsFile.Write(path, NamedTensors);

    /// <summary>
    /// Replaces the elements of parameters and states by those that a safetensors file has under their names, rounded to the element type. Nothing is changed unless all of them are
    /// there, with their shapes, and nothing else is.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">
    /// The file is damaged (<see cref="SafetensorsFile.Open"/>), or it has not just the tensors of this model; the message names those that are missing, surplus or of another shape.
    /// </exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public void Load(string path)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        file.ReadInto(NamedTensors, []);
    }
}
