using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Factor;

namespace Panther.Core;

/// <summary>
/// The pseudoinverse of a triangle below full rank, R ≈ U_k diag(σ) V_kᵀ: P = V_k diag(1/σ) spans the row space, so that x = P y is the solution of minimum norm
/// (LSRN: Meng, Saunders and Mahoney, SIAM J. Sci. Comput. 36, 2014, section 4).
/// </summary>
internal static class TruncatedInverse
{
    /// <summary>Decomposes R.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="triangle">R, order×order, by rows.</param>
    /// <param name="order">n.</param>
    /// <param name="threshold">Singular values up to this fraction of the largest count as zero.</param>
    public static RightPreconditioner Of(DeviceStream stream, DeviceBuffer<double> triangle, int order, double threshold)
    {
        long square = (long)order * order;
        using DeviceBuffer<double> u = stream.Device.Allocate<double>(square, stream);
        using DeviceBuffer<double> v = stream.Device.Allocate<double>(square, stream);
        var left = new RowMatrix<double>(u.View, order, order);
        var right = new RowMatrix<double>(v.View, order, order);
        double[] values = SmallSvd.Decompose(stream, new RowMatrix<double>(triangle.View, order, order), left, right);
        int rank = values.Count(s => s > threshold * values[0]);
        using DeviceBuffer<double> inverses = stream.Device.Allocate<double>(Array.ConvertAll(values[..rank], s => 1 / s), stream);

        using var made = new DisposalList();
        DeviceBuffer<double> leading = made.Add(stream.Device.Allocate<double>((long)order * rank, stream));
        DeviceBuffer<double> scaled = made.Add(stream.Device.Allocate<double>((long)order * rank, stream));
        MatrixOperations.Copy(stream, left with { Columns = rank }, new RowMatrix<double>(leading.View, order, rank));
        MatrixOperations.ScaleColumns(stream, inverses.View, right with { Columns = rank }, new RowMatrix<double>(scaled.View, order, rank));
        made.Release();
        return new DensePreconditioner(stream, scaled, order, rank, leading);
    }
}
