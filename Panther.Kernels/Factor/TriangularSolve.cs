using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Factor.Host;
using Panther.Kernels.Gemm;
using Panther.Kernels.Gemm.Host;
using Panther.Kernels.Launch;

namespace Panther.Kernels.Factor;

/// <summary>
/// Enqueues solves with triangular matrices and many right-hand sides, by recursive halving on top of <see cref="MatrixProduct"/> (Elmroth,
/// Gustavson, Jonsson and Kågström, SIAM Review 46, 2004).
/// </summary>
/// <remarks>
/// Sums are accumulated in the element type. A zero on the diagonal gives infinities or NaN. On GPUs many right-hand sides may be multiplied by the inverses of
/// diagonal blocks instead of being solved for. The residual is then larger by up to ‖|T⁻¹||T|‖ of a block (Du Croz and Higham, "Stability of methods for matrix
/// inversion", IMA J. Numer. Anal. 12, 1992), which is small for the triangles of pivoted factorisations, however small their last rows are.
/// </remarks>
internal static unsafe class TriangularSolve
{
    // With fewer right-hand sides the inverses cost more than they save.
    private const long ManyRightSides = 8192;

    /// <summary><c>b = t⁻¹ b</c>. To solve with tᵀ pass the transposed operand and the other triangle.</summary>
    /// <param name="stream">The stream to enqueue on.</param>
    /// <param name="upper">Which triangle of <paramref name="t"/> counts; the other is not read.</param>
    /// <param name="t">The triangle, n×n.</param>
    /// <param name="b">The right-hand sides, n×r, replaced by the solutions; must not overlap the triangle.</param>
    /// <param name="mayInvert">Whether the diagonal blocks are well conditioned but for the scale of their rows, so that their inverses may be used.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="OverflowException">The device is a GPU, and there are more than 2³¹ - 1 right-hand sides.</exception>
    public static void Left<T>(DeviceStream stream, bool upper, MatrixOperand<T> t, MatrixOperand<T> b, bool mayInvert = false)
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
            LeftByKernels(stream, upper, t, b, mayInvert && b.Columns >= ManyRightSides && !stream.Device.IsProcessor && InversesFit<T>(GroupLimits.Of(stream.Device)));
        }
    }

    /// <summary><c>b = b t⁻¹</c>. To solve with tᵀ pass the transposed operand and the other triangle.</summary>
    /// <param name="stream">The stream to enqueue on.</param>
    /// <param name="upper">Which triangle of <paramref name="t"/> counts; the other is not read.</param>
    /// <param name="t">The triangle, n×n.</param>
    /// <param name="b">The right-hand sides, r×n, replaced by the solutions; must not overlap the triangle.</param>
    /// <param name="mayInvert">Whether the diagonal blocks are well conditioned but for the scale of their rows, so that their inverses may be used.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="OverflowException">The device is a GPU, and there are more than 2³¹ - 1 right-hand sides.</exception>
    public static void Right<T>(DeviceStream stream, bool upper, MatrixOperand<T> t, MatrixOperand<T> b, bool mayInvert = false)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Left(stream, !upper, t.Transposed, b.Transposed, mayInvert);

    /// <summary>Whether a group has room to invert a block, and for a tile of as many rows.</summary>
    private static bool InversesFit<T>(GroupLimits limits)
        where T : unmanaged
        => limits.Allow(TriangularSolveKernels.InverseOrder, (long)TriangularSolveKernels.InverseOrder * TriangularSolveKernels.InverseOrder * sizeof(T))
            && limits.Allow(GemmKernel.Threads<SmallTile>(), GemmKernel.SharedBytes<T, SmallTile>());

    /// <summary>See <see cref="Left"/>.</summary>
    internal static void LeftByKernels<T>(DeviceStream stream, bool upper, MatrixOperand<T> t, MatrixOperand<T> b, bool inverts)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(t, b);
        if (b.Rows == 0 || b.Columns == 0)
        {
            return;
        }

        if (!inverts)
        {
            Solve(stream, upper, t, b, default);
            return;
        }

        const int Order = TriangularSolveKernels.InverseOrder;
        int order = checked((int)t.Rows);
        int blocks = ((order - 1) / Order) + 1;
        using DeviceBuffer<T> inverses = stream.Device.Allocate<T>((long)blocks * Order * Order, stream);
        stream.Device.LoadKernel<ArrayView<T>, long, long, int, bool, ArrayView<T>>(TriangularSolveKernels.InvertBlocks)
            .Launch(stream, new KernelConfig(blocks, Order), t.Elements, t.RowStride, t.ColumnStride, order, upper, inverses.View);
        Solve(stream, upper, t, b, inverses.View);
    }

    /// <param name="stream">The stream.</param>
    /// <param name="upper">Which triangle counts.</param>
    /// <param name="t">The triangle.</param>
    /// <param name="b">The right-hand sides.</param>
    /// <param name="inverses">The inverses of the diagonal blocks, if they are to be used.</param>
    private static void Solve<T>(DeviceStream stream, bool upper, MatrixOperand<T> t, MatrixOperand<T> b, ArrayView<T> inverses)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int block = inverses.IsValid ? TriangularSolveKernels.InverseOrder : TriangularSolveKernels.BlockOrder;
        long n = t.Rows;
        if (n <= block)
        {
            if (inverses.IsValid)
            {
                MultiplyInPlace(stream, MatrixOperand<T>.Dense(inverses, n, n), b);
            }
            else
            {
                Substitute(stream, upper, t, b);
            }

            return;
        }

        long half = ((n / 2) + block - 1) / block * block;
        long rest = n - half;
        MatrixOperand<T> top = b.Block(0, 0, half, b.Columns);
        MatrixOperand<T> bottom = b.Block(half, 0, rest, b.Columns);
        MatrixOperand<T> first = t.Block(0, 0, half, half);
        MatrixOperand<T> second = t.Block(half, half, rest, rest);
        ArrayView<T> secondInverses = inverses.IsValid ? inverses.SubView(half * block) : inverses;
        if (upper)
        {
            Solve(stream, upper, second, bottom, secondInverses);
            MatrixProduct.Enqueue(stream, T.NegativeOne, t.Block(0, half, half, rest), bottom, T.One, top);
            Solve(stream, upper, first, top, inverses);
        }
        else
        {
            Solve(stream, upper, first, top, inverses);
            MatrixProduct.Enqueue(stream, T.NegativeOne, t.Block(half, 0, rest, half), top, T.One, bottom);
            Solve(stream, upper, second, bottom, secondInverses);
        }
    }

    /// <summary>
    /// b = a b for a of at most 64 rows. A group has read its columns of b to the end before it writes them, and no other group reads them: its tile covers all
    /// rows of the product.
    /// </summary>
    private static void MultiplyInPlace<T>(DeviceStream stream, MatrixOperand<T> a, MatrixOperand<T> b)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var plan = new GemmPlan(GemmTileChoice.Small, Splits: 1, SplitDepth: TriangularSolveKernels.InverseOrder);
        if (b.IsTransposed)
        {
            DeviceProduct.Enqueue(stream, plan, T.One, b.Transposed, a.Transposed, T.Zero, b.Transposed);
        }
        else
        {
            DeviceProduct.Enqueue(stream, plan, T.One, a, b, T.Zero, b);
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
            Count = KernelExtent.Of(b.Columns, "The right-hand sides of a triangle"),
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
