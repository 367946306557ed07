using System.Numerics;

namespace Panther.Nn;

/// <summary>A copy of a model's parameters and states, on its device.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal sealed class ModelSnapshot<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly IReadOnlyList<NamedTensor<T>> originals;
    private readonly NamedTensor<T>[] copies;

    /// <summary>Makes room for a copy; its elements are undefined.</summary>
    public ModelSnapshot(Module<T> model)
    {
        originals = model.NamedTensors;
        copies = [.. originals.Select(tensor => tensor with { Tensor = Tensor<T>.Allocate(tensor.Tensor.Device, tensor.Tensor.Shape) })];
    }

    /// <summary>Gets the copies by their names in the model.</summary>
    public IReadOnlyList<NamedTensor<T>> Tensors => copies;

    /// <summary>Copies the model here.</summary>
    public void Take() => Copy(originals, copies);

    /// <summary>Copies what was taken back to the model.</summary>
    public void Restore() => Copy(copies, originals);

    /// <inheritdoc/>
    public void Dispose() => Array.ForEach(copies, copy => copy.Tensor.Dispose());

    private static void Copy(IReadOnlyList<NamedTensor<T>> sources, IReadOnlyList<NamedTensor<T>> destinations)
    {
        for (int i = 0; i < sources.Count; i++)
        {
            Tensor<T> source = sources[i].Tensor;
            source.Stream.Copy(source.Elements.SubView(0, source.Length), destinations[i].Tensor.Elements);
        }
    }
}
