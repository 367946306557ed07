using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Factor;
using Panther.Kernels.Gemm;
using Panther.Kernels.Random;
using Panther.Kernels.Reduce;

namespace Panther.Core;

/// <summary>
/// Random vectors that measure norms of matrices which are known by their products: ‖E G‖² / probes is an unbiased estimate of ‖E‖² in the Frobenius norm
/// for a matrix G of independent normal draws (Girard 1989).
/// </summary>
/// <param name="Stream">Where the draws come from; nothing else uses it.</param>
internal readonly record struct ProbeSet(RandomStream Stream)
{
    /// <summary>The vectors: the relative spread of the squared estimate is at most √(2/8).</summary>
    public const int Count = 8;

    /// <summary>Draws the vectors.</summary>
    /// <returns>A rows×<see cref="Count"/> matrix stored by rows.</returns>
    public DeviceBuffer<T> Draw<T>(DeviceStream stream, long rows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        DeviceBuffer<T> vectors = stream.Device.Allocate<T>(checked(rows * Count), stream);
        RandomMatrix.FillNormal(stream, vectors.View, rows, Count, Count, Stream);
        return vectors;
    }

    /// <summary>Estimates ‖QᵀQ - I‖ and waits for it.</summary>
    public double Orthogonality<T>(DeviceStream stream, MatrixOperand<T> q)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using DeviceBuffer<T> vectors = Draw<T>(stream, q.Columns);
        using DeviceBuffer<T> images = stream.Device.Allocate<T>(checked(q.Rows * Count), stream);
        MatrixOperand<T> image = MatrixOperand<T>.Dense(images.View, q.Rows, Count);
        MatrixOperand<T> vector = MatrixOperand<T>.Dense(vectors.View, q.Columns, Count);
        MatrixProduct.Enqueue(stream, T.One, q, vector, T.Zero, image);
        MatrixProduct.Enqueue(stream, T.One, q.Transposed, image, T.NegativeOne, vector);
        return Norm(stream, vectors);
    }

    /// <summary>Estimates ‖A P - Q R‖ from A G - Q (R Pᵀ G) and waits for it.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="a">A, m×n.</param>
    /// <param name="pivots">The permutation P; null for none.</param>
    /// <param name="q">Q, m×k.</param>
    /// <param name="r">R, k×n.</param>
    public double Reconstruction<T>(DeviceStream stream, MatrixOperand<T> a, DeviceBuffer<int>? pivots, MatrixOperand<T> q, MatrixOperand<T> r)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using DeviceBuffer<T> vectors = Draw<T>(stream, a.Columns);
        using DeviceBuffer<T> permuted = stream.Device.Allocate<T>(vectors.Length, stream);
        using DeviceBuffer<T> weights = stream.Device.Allocate<T>(r.Rows * Count, stream);
        using DeviceBuffer<T> images = stream.Device.Allocate<T>(checked(a.Rows * Count), stream);
        MatrixOperand<T> image = MatrixOperand<T>.Dense(images.View, a.Rows, Count);
        MatrixOperand<T> weight = MatrixOperand<T>.Dense(weights.View, r.Rows, Count);
        if (pivots is not null)
        {
            MatrixOperations.GatherRows(
                stream, pivots.View, new RowMatrix<T>(vectors.View, a.Columns, Count), new RowMatrix<T>(permuted.View, a.Columns, Count));
        }

        DeviceBuffer<T> ordered = pivots is null ? vectors : permuted;
        MatrixProduct.Enqueue(stream, T.One, a, MatrixOperand<T>.Dense(vectors.View, a.Columns, Count), T.Zero, image);
        MatrixProduct.Enqueue(stream, T.One, r, MatrixOperand<T>.Dense(ordered.View, a.Columns, Count), T.Zero, weight);
        MatrixProduct.Enqueue(stream, T.NegativeOne, q, weight, T.One, image);
        return Norm(stream, images);
    }

    /// <summary>Estimates ‖R⁻¹‖ of an upper triangle and waits for it.</summary>
    public double InverseNorm<T>(DeviceStream stream, MatrixOperand<T> r)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using DeviceBuffer<T> vectors = Draw<T>(stream, r.Rows);
        TriangularSolve.Left(stream, upper: true, r, MatrixOperand<T>.Dense(vectors.View, r.Rows, Count));
        return Norm(stream, vectors);
    }

    /// <summary>The root mean square of the vectors' norms; waits for it.</summary>
    private static double Norm<T>(DeviceStream stream, DeviceBuffer<T> vectors)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Magnitude.Of(stream, vectors.View).Norm / Math.Sqrt(Count);
}
