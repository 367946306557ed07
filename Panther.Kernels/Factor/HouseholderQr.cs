using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Factor.Host;
using Panther.Kernels.Gemm.Host;
using Panther.Kernels.Launch;

namespace Panther.Kernels.Factor;

/// <summary>
/// Enqueues the thin QR factorisation by blocked Householder reflections: by the host routine on a device whose memory the host reaches, else by
/// <see cref="HouseholderKernels"/> and products.
/// </summary>
/// <remarks>
/// Orthogonal to working precision whatever the columns are (Higham, Accuracy and Stability of Numerical Algorithms, theorem 19.4). Two launches a column and 4mn²
/// operations; the squares of the column norms should be in the range of the element type.
/// </remarks>
internal static class HouseholderQr
{
    /// <summary>A = Q R.</summary>
    /// <param name="stream">The stream to enqueue on.</param>
    /// <param name="matrix">A, m×n with m at least n; overwritten with what is of no use to the caller.</param>
    /// <param name="q">Receives Q, m×n with orthonormal columns; other memory than <paramref name="matrix"/>.</param>
    /// <param name="r">Receives R, n×n: upper triangular with zeros below, the signs of its diagonal as they fall.</param>
    /// <exception cref="ArgumentException">The shapes do not go together.</exception>
    public static void Factor<T>(DeviceStream stream, RowMatrix<T> matrix, RowMatrix<T> q, RowMatrix<T> r)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        matrix.ValidateSameShape(q);
        r.Validate();
        if (matrix.Rows < matrix.Columns || r.Rows != matrix.Columns || r.Columns != matrix.Columns)
        {
            throw new ArgumentException(
                $"A {matrix.Rows}x{matrix.Columns} matrix has no thin QR factorisation with a {r.Rows}x{r.Columns} triangle.");
        }

        if (matrix.IsEmpty)
        {
            return;
        }

        if (stream.Device.Supports(DeviceFeature.HostRoutines))
        {
            MatrixOperations.Copy(stream, matrix, q);
            FactorOnHost(stream, q, r);
        }
        else
        {
            FactorByKernels(stream, matrix, q, r);
        }
    }

    /// <summary>See <see cref="Factor{T}"/>; the shapes go together and are not empty.</summary>
    internal static void FactorByKernels<T>(DeviceStream stream, RowMatrix<T> matrix, RowMatrix<T> q, RowMatrix<T> r)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int columns = checked((int)matrix.Columns);
        int panels = (columns + HouseholderKernels.Width - 1) / HouseholderKernels.Width;
        using var block = new BlockReflection<T>(stream, matrix.Rows, columns);
        for (int panel = 0; panel < panels; panel++)
        {
            int start = panel * HouseholderKernels.Width;
            int width = Math.Min(HouseholderKernels.Width, columns - start);
            RowMatrix<T> current = Part(matrix, start, start, width);
            block.Factor(start, current);
            if (start + width < columns)
            {
                block.Apply(isTransposed: true, Part(matrix, start, start + width, columns - start - width));
            }
        }

        stream.Device.LoadKernel<RowMatrix<T>, RowMatrix<T>>(HouseholderKernels.UpperTriangle)
            .Launch(stream, PlaneGrid.Cover(stream.Device, columns, columns), matrix, r);
        MatrixOperations.Identity(stream, T.One, q);
        for (int panel = panels - 1; panel >= 0; panel--)
        {
            int start = panel * HouseholderKernels.Width;
            block.Load(start, Part(matrix, start, start, Math.Min(HouseholderKernels.Width, columns - start)));
            block.Apply(isTransposed: false, Part(q, start, start, columns - start));
        }
    }

    private static unsafe void FactorOnHost<T>(DeviceStream stream, RowMatrix<T> q, RowMatrix<T> r)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        stream.EnqueueHost(
            "HouseholderQr", new Work<T>(On(q), On(r)), static (w, parallel) => HostQr.Factor(w.Matrix, w.Triangle, parallel.Degree));

        HostMatrix<T> On(RowMatrix<T> m) => HostMatrix<T>.RowMajor(stream.HostPointer(m.Elements), m.Rows, m.Columns, m.LeadingDimension);
    }

    /// <summary>The columns of a matrix from one on, from a row on.</summary>
    private static RowMatrix<T> Part<T>(RowMatrix<T> matrix, int row, int column, int columns)
        where T : unmanaged
        => new(matrix.Elements.SubView((row * matrix.LeadingDimension) + column), matrix.Rows - row, columns, matrix.LeadingDimension);

    private sealed record Work<T>(HostMatrix<T> Matrix, HostMatrix<T> Triangle)
        where T : unmanaged;
}
