using System.Numerics;
using Panther.Kernels.Attention;

namespace Panther.Nn;

/// <summary>
/// The positive random features of softmax attention, exp(x·w - |x|²/2) (Choromanski et al., 2021, equation 5), of queries and keys together: shifts that keep them from overflow are put on those of keys and
/// taken back from those of queries. They are constants to gradients, because what is computed of both does not depend on them.
/// </summary>
internal static class PositiveFeatures
{
    /// <summary>The features of queries and of keys. A product of matrices each, and one pass over it, besides that for the largest exponents of keys.</summary>
    /// <param name="query">b×h×n×d.</param>
    /// <param name="key">b×h×m×d.</param>
    /// <param name="projection">features×d; a constant.</param>
    /// <param name="keyMask">What is added to the exponents of keys, b×h×m, or <see langword="null"/>.</param>
    /// <returns>b×h×n×features and b×h×m×features. |query|²/2 is left out, since it is the same for all features of a query.</returns>
    public static (Tensor<T> Queries, Tensor<T> Keys) Of<T>(Tensor<T> query, Tensor<T> key, Tensor<T> projection, Tensor<T>? keyMask)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double root = Math.Sqrt(Math.Sqrt(Math.Max(1, query.Shape[3])));
        T slope = T.CreateChecked(1 / (root * root));
        Tensor<T> directions = projection.Detach() * T.CreateChecked(1 / root);
        Tensor<T> terms = key.Detach().Square().Sum([3]) * (slope * T.CreateChecked(-0.5));
        terms = keyMask is null ? terms : terms + keyMask.Detach();
        Tensor<T> keys = Exponents(key, directions);
        Tensor<T> queries = Exponents(query, directions);
        Tensor<T> largest = Tensor<T>.ForResult([key.Shape[0], key.Shape[1], projection.Shape[0]], keys);
        if (largest.Length > 0 && key.Shape[2] > 0)
        {
            FeatureMaps.OfKeys(keys.Stream, Arguments(keys, largest) with { Terms = terms.Elements });
            if (queries.Length > 0)
            {
                FeatureMaps.OfQueries(queries.Stream, Arguments(queries, largest));
            }
        }

        return (
            queries.Record(Edge.To(query, g => (g * queries).MatMul(directions))),
            keys.Record(Edge.To(key, g =>
            {
                Tensor<T> slopes = g * keys;
                return slopes.MatMul(directions) - (key * (slopes.Sum([3], keepDimensions: true) * slope));
            })));
    }

    /// <summary>x·directionsᵀ, by heads, so that x is read as it lies.</summary>
    private static Tensor<T> Exponents<T>(Tensor<T> x, Tensor<T> directions)
        where T : unmanaged, IFloatingPointIeee754<T>
        => x.Detach().MatMul(directions.Transpose().Unsqueeze(0));

    private static FeatureArguments<T> Arguments<T>(Tensor<T> exponents, Tensor<T> largest)
        where T : unmanaged, IFloatingPointIeee754<T>
        => new()
        {
            Elements = exponents.Elements,
            Largest = largest.Elements,
            Heads = checked((int)(exponents.Shape[0] * exponents.Shape[1])),
            Rows = checked((int)exponents.Shape[2]),
            Features = checked((int)exponents.Shape[3]),
        };
}
