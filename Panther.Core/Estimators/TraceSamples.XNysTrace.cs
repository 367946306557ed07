using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Estimation;
using Panther.Kernels.Factor;
using Panther.Kernels.Reduce;

namespace Panther.Core;

/// <content>XNysTrace.</content>
internal sealed partial class TraceSamples<T>
{
    // Each is ten times the one before; what needs more is no rounding.
    private const int MostShifts = 4;

    /// <summary>
    /// XNysTrace (Epperly, Tropp and Webber 2024, sections 2.2 and 3). With Y = AΩ and ΩᵀY = LLᵀ, the Nyström approximation Y(ΩᵀY)⁻¹Yᵀ has the trace ‖YL⁻ᵀ‖².
    /// Leaving out ωᵢ takes ‖Y(ΩᵀY)⁻¹eᵢ‖²/dᵢ away, with d the diagonal of (ΩᵀY)⁻¹, and what is left of A gives 1/dᵢ on ωᵢ, or on the part of ωᵢ that the other
    /// vectors do not span, since they are in its null space. Its squared length is 1/((ΩᵀΩ)⁻¹)ᵢᵢ; the sample brings it to the sphere.
    /// </summary>
    /// <exception cref="ArgumentException">A is not positive semidefinite.</exception>
    public SampledTrace XNysTrace(int count)
    {
        using Panel omega = a.Sphere(TestStream, count);
        using Panel image = a.Multiply(omega);
        using Panel gram = omega.TransposedTimes(omega);
        using Panel gramInverse = InverseFactor(gram)
            ?? throw new InvalidOperationException($"The test vectors of seed {a.Seed} are dependent.");

        // A shift by rounding errors makes ΩᵀY definite where A has a lower rank than there are vectors; its trace is taken off in the end.
        double norm = Math.Sqrt(image.ColumnSquares().Sum());
        double shift = OperatorProducts<T>.Epsilon * norm / Math.Sqrt(a.Rows);
        for (int attempt = 0; attempt < MostShifts && norm > 0; attempt++, shift *= 10)
        {
            if (LeaveOneOut(omega, image, gramInverse, shift) is { } trace)
            {
                return trace;
            }
        }

        return norm == 0 ? new SampledTrace(0, 0, count) : throw new ArgumentException("The matrix is not positive semidefinite.");
    }

    /// <returns>The trace; null if the shifted matrix is not definite.</returns>
    private SampledTrace? LeaveOneOut(Panel omega, Panel image, Panel gramInverse, double shift)
    {
        int count = (int)omega.Columns;
        using var y = new Panel(a.Stream, a.Rows, count);
        VectorOperations.Triad(a.Stream, shift, omega.View, image.View, y.View);
        using Panel core = omega.TransposedTimes(y);
        using Panel? inverse = InverseFactor(core);
        if (inverse is null)
        {
            return null;
        }

        using Panel b = y.TimesTransposed(inverse);
        using Panel coefficients = b.Times(inverse);
        double captured = b.ColumnSquares().Sum() - (shift * a.Rows);
        double[] lost = coefficients.ColumnSquares();
        double[] d = inverse.ColumnSquares();
        double[] outside = gramInverse.ColumnSquares();
        double mean = 0;
        for (int i = 0; i < count; i++)
        {
            mean += (captured + (((outside[i] * (a.Rows - count + 1)) - lost[i]) / d[i])) / count;
        }

        return new SampledTrace(mean, Jackknife(inverse, coefficients, gramInverse, captured), count);
    }

    /// <summary>
    /// The root of Σ(fᵢ - f̄)², where fᵢ is the estimate that leaves vector i out altogether. By the inequality of Efron and Stein its square overestimates the variance of
    /// the estimate with one vector less, whatever the correlation of the samples (Epperly and Tropp, "Efficient error and variance estimation for randomized matrix
    /// computations", SIAM J. Sci. Comput. 46, 2024, theorem 3.1).
    /// </summary>
    private double Jackknife(Panel inverse, Panel coefficients, Panel gramInverse, double captured)
    {
        int count = (int)inverse.Rows;
        using Panel d = inverse.TransposedTimes(inverse);
        using Panel p = coefficients.TransposedTimes(coefficients);
        using Panel g = gramInverse.TransposedTimes(gramInverse);
        using var samples = new Panel(a.Stream, count, count);
        LeaveTwoOut.NystromSamples(a.Stream, d.Stored, p.Stored, g.Stored, captured, a.Rows - count + 2, samples.Stored);
        double[] estimates = Array.ConvertAll(samples.ColumnSums(), sum => sum / (count - 1));
        double mean = estimates.Average();
        return Math.Sqrt(estimates.Sum(estimate => (estimate - mean) * (estimate - mean)));
    }

    /// <returns>L⁻¹ of a matrix LLᵀ; null if that is not definite to working precision.</returns>
    private Panel? InverseFactor(Panel matrix)
    {
        int order = (int)matrix.Rows;
        using var factor = new Panel(a.Stream, order, order);
        var inverse = new Panel(a.Stream, order, order);
        using DeviceBuffer<int> status = a.Stream.Device.Allocate<int>(1, a.Stream);
        Cholesky.Factor(a.Stream, matrix.View, factor.View, inverse.View, status.View, order);
        if (status.ToArray(a.Stream)[0] == int.MaxValue && Magnitude.Of(a.Stream, inverse.View).IsFinite)
        {
            return inverse;
        }

        inverse.Dispose();
        return null;
    }
}
