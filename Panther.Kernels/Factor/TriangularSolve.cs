using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Factor.Host;
using Panther.Kernels.Gemm;
using Panther.Kernels.Gemm.Host;

namespace Panther.Kernels.Factor;

/// <summary>
/// Enqueues solves with triangular matrices and many right-hand sides, by recursive halving on top of <see cref="MatrixProduct"/> (Elmroth,
/// Gustavson, Jonsson and Kågström, SIAM Review 46, 2004).
/// </summary>
/// <remarks>Sums are accumulated in the element type. A zero on the diagonal gives infinities or NaN.</remarks>
internal static unsafe class TriangularSolve
{
    /// <summary><c>b = t⁻¹ b</c>. To solve with tᵀ pass the transposed operand and the other triangle.</summary>
    /// <param name="stream">The stream to enqueue on.</param>
    /// <param name="upper">Which triangle of <paramref name="t"/> counts; the other is not read.</param>
    /// <param name="t">The triangle, n×n.</param>
    /// <param name="b">The right-hand sides, n×r, replaced by the solutions; must not overlap the triangle.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="OverflowException">The device is a GPU, and there are more than 2³¹ - 1 right-hand sides.</exception>
    public static void Left<T>(DeviceStream stream, bool upper, MatrixOperand<T> t, MatrixOperand<T> b)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(t, b);
        if (stream.Device.Supports(DeviceFeature.HostRoutines))
        {
            var work = new HostWork<T>(upper, OnHost(stream, t), OnHost(stream, b));
            stream.EnqueueHost("TriangularSolve", work, static (w, parallel) =>
                HostTriangular.SolveLeft(w.Upper, unitDiagonal: false, w.Triangle, w.Right, parallel.Degree));
        }
        else
        {
            LeftByKernels(stream, upper, t, b);
        }
    }

    /// <summary><c>b = b t⁻¹</c>. To solve with tᵀ pass the transposed operand and the other triangle.</summary>
    /// <param name="stream">The stream to enqueue on.</param>
    /// <param name="upper">Which triangle of <paramref name="t"/> counts; the other is not read.</param>
    /// <param name="t">The triangle, n×n.</param>
    /// <param name="b">The right-hand sides, r×n, replaced by the solutions; must not overlap the triangle.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="OverflowException">The device is a GPU, and there are more than 2³¹ - 1 right-hand sides.</exception>
    public static void Right<T>(DeviceStream stream, bool upper, MatrixOperand<T> t, MatrixOperand<T> b)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Left(stream, !upper, t.Transposed, b.Transposed);

    /// <summary>See <see cref="Left"/>.</summary>
    internal static void LeftByKernels<T>(DeviceStream stream, bool upper, MatrixOperand<T> t, MatrixOperand<T> b)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(t, b);
        if (b.Rows > 0 && b.Columns > 0)
        {
            Solve(stream, upper, t, b);
        }
    }

    private static void Solve<T>(DeviceStream stream, bool upper, MatrixOperand<T> t, MatrixOperand<T> b)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const int Block = TriangularSolveKernels.BlockOrder;
        long n = t.Rows;
        if (n <= Block)
        {
            Substitute(stream, upper, t, b);
            return;
        }

        long half = ((n / 2) + Block - 1) / Block * Block;
        long rest = n - half;
        MatrixOperand<T> top = b.Block(0, 0, half, b.Columns);
        MatrixOperand<T> bottom = b.Block(half, 0, rest, b.Columns);
        MatrixOperand<T> first = t.Block(0, 0, half, half);
        MatrixOperand<T> second = t.Block(half, half, rest, rest);
        if (upper)
        {
            Solve(stream, upper, second, bottom);
            MatrixProduct.Enqueue(stream, T.NegativeOne, t.Block(0, half, half, rest), bottom, T.One, top);
            Solve(stream, upper, first, top);
        }
        else
        {
            Solve(stream, upper, first, top);
            MatrixProduct.Enqueue(stream, T.NegativeOne, t.Block(half, 0, rest, half), top, T.One, bottom);
            Solve(stream, upper, second, bottom);
        }
    }

    /// <summary>An upper triangle is a lower one read from its last row and column on.</summary>
    private static void Substitute<T>(DeviceStream stream, bool upper, MatrixOperand<T> t, MatrixOperand<T> b)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long sign = upper ? -1 : 1;
        long last = upper ? t.Rows - 1 : 0;
        var g = new SubstitutionArguments<T>
        {
            Triangle = t.Elements,
            TriangleStart = last * (t.RowStride + t.ColumnStride),
            TriangleRow = sign * t.RowStride,
            TriangleColumn = sign * t.ColumnStride,
            Right = b.Elements,
            RightStart = last * b.RowStride,
            RightRow = sign * b.RowStride,
            RightColumn = b.ColumnStride,
            Order = (int)t.Rows,
            Count = checked((int)b.Columns),
        };
        int groups = ((g.Count - 1) / TriangularSolveKernels.GroupSize) + 1;
        stream.Device.LoadKernel<SubstitutionArguments<T>>(TriangularSolveKernels.Substitute)
            .Launch(stream, new KernelConfig(groups, TriangularSolveKernels.GroupSize), g);
    }

    private static void Check<T>(MatrixOperand<T> t, MatrixOperand<T> b)
        where T : unmanaged
    {
        if (t.Rows != t.Columns || t.Columns != b.Rows)
        {
            throw new ArgumentException($"A {t.Rows}×{t.Columns} triangle does not fit {b.Rows}×{b.Columns} right-hand sides.");
        }
    }

    private static HostMatrix<T> OnHost<T>(DeviceStream stream, MatrixOperand<T> operand)
        where T : unmanaged
        => new(stream.HostPointer(operand.Elements), operand.Rows, operand.Columns, operand.RowStride, operand.ColumnStride);

    private sealed record HostWork<T>(bool Upper, HostMatrix<T> Triangle, HostMatrix<T> Right)
        where T : unmanaged;
}
