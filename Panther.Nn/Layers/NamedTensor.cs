using System.Numerics;

namespace Panther.Nn;

/// <summary>A tensor of a model and its name: the path of names that lead to it, joined by dots.</summary>
/// <param name="Name">The name, such as <c>encoder.0.weight</c>.</param>
/// <param name="Tensor">The tensor.</param>
public readonly record struct NamedTensor<T>(string Name, Tensor<T> Tensor)
    where T : unmanaged, IFloatingPointIeee754<T>;
