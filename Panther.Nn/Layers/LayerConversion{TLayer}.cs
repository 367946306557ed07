namespace Panther.Nn;

/// <summary>A layer made from a dense or exact one, and how far it is from it.</summary>
/// <typeparam name="TLayer">The type of the layer.</typeparam>
/// <param name="Layer">The layer; the caller disposes it.</param>
/// <param name="RelativeError">The norm of the difference over that of what is approximated, measured; 0 if that is 0. Of what, says the conversion.</param>
public sealed record LayerConversion<TLayer>(TLayer Layer, double RelativeError)
    where TLayer : IDisposable;
