using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;

namespace Panther.Kernels.Estimation;

/// <summary>What a Nyström approximation and its trace become when two of the test vectors are left out; see <see cref="NystromSamples"/>.</summary>
internal static class LeaveTwoOut
{
    /// <summary>
    /// samples[j, i] = the trace of the Nyström approximation without vectors i and j, and the rest of the matrix on what of vector j the others do not span; 0 where i = j.
    /// Enqueues and returns.
    /// </summary>
    /// <param name="queue">The stream to enqueue on.</param>
    /// <param name="inverse">D = (ΩᵀY)⁻¹, s×s, dense.</param>
    /// <param name="lost">P = DYᵀYD, s×s, dense.</param>
    /// <param name="gramInverse">(ΩᵀΩ)⁻¹, s×s, dense.</param>
    /// <param name="captured">The trace of the approximation from all vectors.</param>
    /// <param name="dimension">The dimension of what s - 2 vectors leave.</param>
    /// <param name="samples">The destination, s×s, dense.</param>
    public static void NystromSamples(
        DeviceStream queue,
        RowMatrix<double> inverse,
        RowMatrix<double> lost,
        RowMatrix<double> gramInverse,
        double captured,
        double dimension,
        RowMatrix<double> samples)
    {
        samples.ValidateSameShape(inverse);
        samples.ValidateSameShape(lost);
        samples.ValidateSameShape(gramInverse);
        int order = checked((int)samples.Rows);
        queue.Device.LoadKernel<Index2D, RowMatrix<double>, RowMatrix<double>, RowMatrix<double>, double, double, RowMatrix<double>>(NystromSample)
            .Launch(queue, new Index2D(order, order), inverse, lost, gramInverse, captured, dimension, samples);
    }

    private static void NystromSample(
        Index2D index,
        RowMatrix<double> inverse,
        RowMatrix<double> lost,
        RowMatrix<double> gramInverse,
        double captured,
        double dimension,
        RowMatrix<double> samples)
    {
        int i = index.X;
        int j = index.Y;
        if (i == j)
        {
            samples[j, i] = 0;
            return;
        }

        // Of the 2×2 blocks of D and P at i and j: tr(D⁻¹P), and the diagonal of D without row i.
        double ii = inverse[i, i];
        double jj = inverse[j, j];
        double ij = inverse[i, j];
        double determinant = (ii * jj) - (ij * ij);
        double trace = ((jj * lost[i, i]) - (2 * ij * lost[i, j]) + (ii * lost[j, j])) / determinant;
        double outside = gramInverse[j, j] - (gramInverse[i, j] * gramInverse[i, j] / gramInverse[i, i]);
        samples[j, i] = captured - trace + (dimension * outside * ii / determinant);
    }
}
