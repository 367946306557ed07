using System.Numerics;
using Panther.Core;

namespace Panther.Nn;

/// <summary>What conversions of layers have in common.</summary>
internal static class LayerConversion
{
    /// <summary>The best approximation of a matrix U·Σ·Vᵀ by two factors of given rank, but for the error of <see cref="RandomizedSvd"/>: their product is left·rightᵀ.</summary>
    /// <param name="tape">Where the factors belong.</param>
    /// <param name="matrix">The matrix, m×n, densely by rows.</param>
    /// <param name="rank">The rank.</param>
    /// <param name="seed">The seed of the decomposition.</param>
    /// <returns>U·√Σ (m×rank) and V·√Σ (n×rank).</returns>
    /// <exception cref="ArgumentOutOfRangeException">The rank exceeds the smaller side.</exception>
    /// <exception cref="ArgumentException">The matrix is not finite.</exception>
    public static (Tensor<T> Left, Tensor<T> Right) LeadingFactors<T>(Tape tape, Tensor<T> matrix, int rank, ulong seed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using DeviceMatrix<T> copied = DeviceMatrix<T>.Allocate(matrix.Device, matrix.Shape[0], matrix.Shape[1]);
        tape.Stream.Copy(matrix.Elements.SubView(0, matrix.Length), copied.View);
        using DeviceSvdResult<T> svd = RandomizedSvd.Compute(copied, rank, new RandomizedSvdOptions { Seed = seed });
        Tensor<T> roots = tape.Create<T>(Array.ConvertAll(svd.S, value => T.Sqrt(value)), [svd.Rank]);
        return (Copy(svd.U) * roots, Copy(svd.V) * roots);

        Tensor<T> Copy(DeviceMatrix<T> vectors)
        {
            bool isByRows = vectors.Layout == MatrixLayout.RowMajor;
            Tensor<T> copy = Tensor<T>.Allocate(tape.Stream, tape, isByRows ? [vectors.Rows, vectors.Columns] : [vectors.Columns, vectors.Rows]);
            tape.Stream.Copy(vectors.View, copy.Elements);
            return isByRows ? copy : copy.Transpose();
        }
    }

    /// <summary>‖given - wanted‖/‖wanted‖ in the Frobenius norm, summed in double; 0 if what is wanted is 0.</summary>
    public static double RelativeError<T>(Tensor<T> given, Tensor<T> wanted)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double norm = Norm(wanted);
        return norm == 0 ? 0 : Norm(given - wanted) / norm;

        static double Norm(Tensor<T> x) => Math.Sqrt(x.To<double>().Square().Sum().ToScalar());
    }
}
