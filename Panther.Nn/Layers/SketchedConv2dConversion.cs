using System.Numerics;

namespace Panther.Nn;

/// <summary>A sketched convolution made from a dense one, and how far it is from it.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <param name="Layer">The layer; the caller disposes it.</param>
/// <param name="RelativeError">‖Ŵ - W‖/‖W‖ in the Frobenius norm, measured, with Ŵ the weights of the convolution that the layer computes; 0 if W is 0. It is the relative error of outputs, bias aside, for inputs of uncorrelated elements of one variance.</param>
public sealed record SketchedConv2dConversion<T>(SketchedConv2d<T> Layer, double RelativeError)
    where T : unmanaged, IFloatingPointIeee754<T>;
