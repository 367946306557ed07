using Panther.Kernels.Random;
using Panther.Kernels.Sketch;
using Panther.Kernels.Sketch.Sampling;

namespace Panther.Core;

/// <summary>
/// Each row of S picks one row of a matrix: uniformly without replacement, or with given probabilities and replacement.
/// <see cref="IsometryScale"/> is √(Columns/Rows); with probabilities p, the entry in column j carries a further 1/√(Columns·p_j).
/// </summary>
/// <remarks>
/// With probabilities of at least β times the leverage scores, O(k·log(k)/(β·ε²)) rows embed the columns' space of dimension k (Drineas, Mahoney and
/// Muthukrishnan 2006; Woodruff, "Sketching as a tool", 2014, theorem 2.11). Uniform sampling is only good where no row matters much more than others.
/// Reads only the rows that it picks. A sketch with more rows keeps the picks of a smaller one.
/// </remarks>
public sealed record RowSamplingSketch : SketchDistribution
{
    private readonly double[]? probabilities;
    private readonly double[]? cumulated;

    /// <summary>Makes uniform sampling without replacement.</summary>
    /// <param name="rows">The rows of S, at most <paramref name="columns"/>.</param>
    /// <param name="columns">The columns of S.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1 or above 2⁴⁷, or there are more rows than columns.</exception>
    public RowSamplingSketch(long rows, long columns)
        : base(rows, columns)
        => Check();

    /// <summary>Makes sampling with replacement.</summary>
    /// <param name="rows">The rows of S.</param>
    /// <param name="weights">A weight for each column of S, not negative, proportional to its probability. They are copied.</param>
    /// <exception cref="ArgumentException">There is no weight, one is negative or not finite, or all are zero.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rows"/> is below 1 or above 2⁴⁷.</exception>
    public RowSamplingSketch(long rows, ReadOnlySpan<double> weights)
        : base(rows, Math.Max(1, weights.Length))
    {
        double sum = 0;
        foreach (double weight in weights)
        {
            if (!(weight >= 0) || !double.IsFinite(weight))
            {
                throw new ArgumentException($"A weight is {weight}; weights are finite and not negative.", nameof(weights));
            }

            sum += weight;
        }

        if (!(sum > 0) || !double.IsFinite(sum))
        {
            throw new ArgumentException($"The weights add up to {sum}; a positive finite sum is needed.", nameof(weights));
        }

        probabilities = new double[weights.Length];
        cumulated = new double[weights.Length];
        double before = 0;
        int last = 0;
        for (int j = 0; j < weights.Length; j++)
        {
            probabilities[j] = weights[j] / sum;
            before += probabilities[j];
            cumulated[j] = before;
            last = weights[j] > 0 ? j : last;
        }

        // Rounding must leave nothing above the last column that can be drawn.
        cumulated.AsSpan(last).Fill(1);
    }

    /// <summary>Gets the probabilities of the columns, or nothing where they are equal and sampling is without replacement.</summary>
    public ReadOnlyMemory<double> Probabilities => probabilities;

    /// <inheritdoc/>
    /// <value>√(Columns/Rows).</value>
    public override double IsometryScale => Math.Sqrt((double)Columns / Rows);

    internal override void Check()
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Rows, Array.MaxLength, nameof(Rows));
        if (probabilities is null)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(Rows, Columns, nameof(Rows));
        }
        else if (Columns != probabilities.Length)
        {
            throw new ArgumentOutOfRangeException(nameof(Columns), Columns, $"There are {probabilities.Length} probabilities.");
        }
    }

    internal override SketchMatrix<T> Bind<T>(RandomStream stream) => probabilities is null || cumulated is null
        ? SampledRows<T>.Uniform(stream, Rows, Columns, Scale)
        : SampledRows<T>.Weighted(stream, Rows, probabilities, cumulated, Scale);
}
