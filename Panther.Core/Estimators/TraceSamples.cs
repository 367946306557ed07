using System.Numerics;
using Panther.Kernels.Elementwise;

namespace Panther.Core;

/// <summary>The samples of the trace estimators: each has tr A as its expectation, in units of <see cref="OperatorProducts{T}.Scale"/>.</summary>
/// <typeparam name="T">The element type of the operator.</typeparam>
/// <param name="a">A, N×N.</param>
internal sealed partial class TraceSamples<T>(OperatorProducts<T> a)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // The first random matrix makes low-rank approximations, the second one samples what they leave.
    private const uint TestStream = 0;
    private const uint ResidualStream = 1;

    /// <summary>The trace itself, by products with all unit vectors.</summary>
    public SampledTrace Diagonal()
    {
        using var identity = new Panel(a.Stream, a.Rows, a.Rows);
        MatrixOperations.Identity(a.Stream, 1, identity.Stored);
        using Panel product = a.Multiply(identity);
        return new SampledTrace(identity.ColumnDots(product).Sum(), 0, 1);
    }

    /// <summary>ωᵀAω for each of the vectors ω on the sphere (Girard 1989).</summary>
    public SampledTrace GirardHutchinson(int count)
    {
        using Panel omega = a.Sphere(TestStream, count);
        using Panel y = a.Multiply(omega);
        return SampledTrace.Of(omega.ColumnDots(y));
    }

    /// <summary>
    /// tr(QᵀAQ) + γᵀAγ with Q an orthonormal basis of A S, and γ on the sphere in the complement of Q, whose trace is all that is left
    /// (Meyer, Musco, Musco and Woodruff 2021, algorithm 1; there γ is the projection of a vector of signs).
    /// </summary>
    public SampledTrace HutchPlusPlus(int count)
    {
        using Panel test = a.Sphere(TestStream, count);
        using Panel y = a.Multiply(test);
        (Panel basis, Panel triangle) = a.Factorize(y);
        using Panel q = basis;
        triangle.Dispose();
        using Panel z = a.Multiply(q);
        double captured = q.ColumnDots(z).Sum();

        using Panel gamma = a.Sphere(ResidualStream, count);
        RemoveRange(gamma, q);
        RemoveRange(gamma, q);
        using Panel image = a.Multiply(gamma);
        double[] lengths = gamma.ColumnSquares();
        double[] rest = gamma.ColumnDots(image);
        return SampledTrace.Of([.. rest.Zip(lengths, (sample, length) => captured + (sample * (a.Rows - count) / length))]);
    }

    private static void RemoveRange(Panel panel, Panel q)
    {
        using Panel coefficients = q.TransposedTimes(panel);
        panel.SubtractProduct(q, coefficients);
    }
}
