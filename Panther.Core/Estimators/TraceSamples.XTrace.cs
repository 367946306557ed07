using Panther.Kernels.Elementwise;

namespace Panther.Core;

/// <content>XTrace.</content>
internal sealed partial class TraceSamples<T>
{
    /// <summary>
    /// XTrace (Epperly, Tropp and Webber 2024, section 2.1 and 3). With Y = AΩ = QR, the basis that leaves out column i is Q(1 - s sᵀ), where s is column i of
    /// R⁻ᵀ, made a unit vector. Sample i is the trace of A compressed to that basis, and μᵀAμ for μ = the part of ωᵢ outside of it, brought to the sphere there.
    /// </summary>
    /// <remarks>
    /// With w, t, r the columns i of W = QᵀΩ, T = (AQ)ᵀΩ and R, H = QᵀAQ, and x = w - s(sᵀw) the coordinates of what the basis holds of ωᵢ:
    /// μᵀAμ = (ω - Qx)ᵀA(ω - Qx) = wᵀr - xᵀr - tᵀx + xᵀHx = (sᵀw)(sᵀr) - tᵀx + xᵀHx.
    /// </remarks>
    public SampledTrace XTrace(int count)
    {
        using Panel omega = a.Sphere(TestStream, count);
        using Panel y = a.Multiply(omega);
        (Panel basis, Panel triangle) = a.Factorize(y);
        using Panel q = basis;
        using Panel r = triangle;
        if (r.ColumnSquares().All(square => square == 0))
        {
            // Every product is zero, and so is A.
            return new SampledTrace(0, 0, count);
        }

        using Panel z = a.Multiply(q);
        using Panel h = q.TransposedTimes(z);
        using Panel w = q.TransposedTimes(omega);
        using Panel t = z.TransposedTimes(omega);
        double captured = q.ColumnDots(z).Sum();

        using Panel inverse = InverseTransposed(r);
        double[] lengths = Array.ConvertAll(inverse.ColumnSquares(), Math.Sqrt);
        using Panel s = inverse.ScaleColumns(Array.ConvertAll(lengths, length => 1 / length));
        using Panel hs = h.Times(s);
        double[] lost = s.ColumnDots(hs);
        double[] sw = s.ColumnDots(w);

        using Panel x = s.ScaleColumns(sw);
        VectorOperations.Subtract(a.Stream, w.View, x.View, x.View);
        using Panel hx = h.Times(x);
        double[] xhx = x.ColumnDots(hx);
        double[] tx = t.ColumnDots(x);
        double[] outside = [.. omega.ColumnSquares().Zip(x.ColumnSquares(), (whole, part) => whole - part)];
        var samples = new double[count];
        for (int i = 0; i < count; i++)
        {
            // sᵀr = 1/‖R⁻ᵀeᵢ‖, since R⁻ᵀeᵢ is orthogonal to the other columns of R.
            double residual = (sw[i] / lengths[i]) - tx[i] + xhx[i];
            samples[i] = captured - lost[i] + (residual * (a.Rows - count + 1) / outside[i]);
        }

        return SampledTrace.Of(samples);
    }
}
