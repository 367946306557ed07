using System.Numerics;

namespace Panther.Nn;

/// <summary>A tensor that is to be written; its elements are fetched when their turn comes.</summary>
/// <param name="Name">The name.</param>
/// <param name="Shape">The extents.</param>
/// <param name="Values">Gives the elements, row by row.</param>
internal readonly record struct SafetensorsSource<T>(string Name, Shape Shape, Func<T[]> Values)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A tensor's elements.</summary>
    public static SafetensorsSource<T> Of(NamedTensor<T> tensor) => new(tensor.Name, tensor.Tensor.Shape, tensor.Tensor.ToArray);
}
