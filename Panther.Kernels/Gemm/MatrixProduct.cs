using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;

namespace Panther.Kernels.Gemm;

/// <summary>Enqueues matrix products, by the variant that suits the device and the shape.</summary>
internal static class MatrixProduct
{
    /// <summary><c>c = alpha * a * b + beta * c</c>, accumulated in <typeparamref name="T"/>.</summary>
    /// <param name="stream">The stream to enqueue on.</param>
    /// <param name="alpha">The factor of the product.</param>
    /// <param name="a">The left factor, m×k.</param>
    /// <param name="b">The right factor, k×n.</param>
    /// <param name="beta">The factor of the former content; when it is zero <paramref name="c"/> is not read.</param>
    /// <param name="c">The destination, m×n; overlaps neither factor.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="NotSupportedException">The elements have 16 bits; <see cref="BatchedProduct.Enqueue"/> takes these.</exception>
    /// <exception cref="OverflowException">The device is a GPU, and a matrix has more than 2³¹ - 1 rows or columns.</exception>
    public static void Enqueue<T>(DeviceStream stream, T alpha, MatrixOperand<T> a, MatrixOperand<T> b, T beta, MatrixOperand<T> c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NarrowFloat.Refuse<T>("A product with factors");
        ThrowIfMisfit(a, b, c);
        if (stream.Device.Supports(DeviceFeature.HostRoutines))
        {
            HostProduct.Enqueue(stream, alpha, a, b, beta, c);
        }
        else
        {
            DeviceProduct.Enqueue(stream, alpha, a, b, beta, c);
        }
    }

    /// <summary><c>c = a * b</c> with <paramref name="row"/> added to each row, accumulated in <typeparamref name="T"/>, but in float where that has 16 bits.</summary>
    /// <param name="stream">The stream to enqueue on.</param>
    /// <param name="a">The left factor, m×k.</param>
    /// <param name="b">The right factor, k×n.</param>
    /// <param name="row">n elements.</param>
    /// <param name="c">The destination, m×n, stored by rows; overlaps none of the others.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="OverflowException">The device is a GPU, and a matrix has more than 2³¹ - 1 rows or columns.</exception>
    public static void EnqueueWithRow<T>(DeviceStream stream, MatrixOperand<T> a, MatrixOperand<T> b, ArrayView<T> row, MatrixOperand<T> c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ThrowIfMisfit(a, b, c);
        if (c.IsTransposed || row.Length != c.Columns)
        {
            throw new ArgumentException($"A row of {row.Length} does not fit a {c.Rows}×{c.Columns} destination, or that is not stored by rows.");
        }

        if (NarrowFloat.Is<T>())
        {
            NarrowProduct.Enqueue(stream, a, b, c, GemmBatch.One, row: row);
        }
        else if (stream.Device.Supports(DeviceFeature.HostRoutines))
        {
            HostProduct.EnqueueWithRow(stream, a, b, row, c);
        }
        else
        {
            DeviceProduct.EnqueueWithRow(stream, a, b, row, c);
        }
    }

    /// <summary><c>c = aᵀ * a</c>, accumulated in <typeparamref name="T"/>; half of the work of the general product.</summary>
    /// <param name="stream">The stream to enqueue on.</param>
    /// <param name="a">The matrix, m×n.</param>
    /// <param name="c">The destination, n×n, symmetric to the last bit afterwards; does not overlap the matrix.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="NotSupportedException">The elements have 16 bits.</exception>
    /// <exception cref="OverflowException">The device is a GPU, and a matrix has more than 2³¹ - 1 rows or columns.</exception>
    public static void Gram<T>(DeviceStream stream, MatrixOperand<T> a, MatrixOperand<T> c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NarrowFloat.Refuse<T>("A Gram matrix");
        if (c.Rows != a.Columns || c.Columns != a.Columns)
        {
            throw new ArgumentException($"The Gram matrix of a {a.Rows}×{a.Columns} matrix does not fit a {c.Rows}×{c.Columns} destination.");
        }

        if (stream.Device.Supports(DeviceFeature.HostRoutines))
        {
            HostProduct.Enqueue(stream, T.One, a.Transposed, a, T.Zero, c);
        }
        else
        {
            DeviceProduct.Gram(stream, a, c);
        }
    }

    private static void ThrowIfMisfit<T>(MatrixOperand<T> a, MatrixOperand<T> b, MatrixOperand<T> c)
        where T : unmanaged
    {
        if (a.Rows != c.Rows || b.Columns != c.Columns || a.Columns != b.Rows)
        {
            throw new ArgumentException(
                $"A {a.Rows}×{a.Columns} by {b.Rows}×{b.Columns} product does not fit a {c.Rows}×{c.Columns} destination.");
        }
    }
}
