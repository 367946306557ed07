using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;

namespace Panther.Kernels.Gemm;

/// <summary>Products by <see cref="GemmKernel"/>, in the variant that suits shape and layout.</summary>
internal static class DeviceProduct
{
    /// <summary>See <see cref="MatrixProduct.Enqueue{T}"/>.</summary>
    public static void Enqueue<T>(DeviceStream stream, T alpha, MatrixOperand<T> a, MatrixOperand<T> b, T beta, MatrixOperand<T> c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // The kernel writes by rows: a transposed destination takes the transposed product.
        if (c.IsTransposed)
        {
            (a, b, c) = (b.Transposed, a.Transposed, c.Transposed);
        }

        if (c.Rows == 0 || c.Columns == 0)
        {
            return;
        }

        if (SlenderProduct.Suits(stream.Device, a, b))
        {
            SlenderProduct.Enqueue(stream, alpha, a, b, beta, c);
        }
        else if (SlenderProduct.Suits(stream.Device, b.Transposed, a.Transposed))
        {
            SlenderProduct.Enqueue(stream, alpha, b.Transposed, a.Transposed, beta, c.Transposed);
        }
        else
        {
            Enqueue(stream, GemmPlan.For<T>(stream.Device, c.Rows, c.Columns, a.Columns), alpha, a, b, beta, c);
        }
    }

    /// <summary>See <see cref="MatrixProduct.EnqueueWithRow{T}"/>.</summary>
    public static void EnqueueWithRow<T>(DeviceStream stream, MatrixOperand<T> a, MatrixOperand<T> b, ArrayView<T> row, MatrixOperand<T> c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (c.Rows > 0 && c.Columns > 0)
        {
            Enqueue(stream, GemmPlan.For<T>(stream.Device, c.Rows, c.Columns, a.Columns), T.One, a, b, T.Zero, c, row);
        }
    }

    /// <summary>c = aᵀ a; only tiles that reach on or above the diagonal are computed, the rest is their mirror image.</summary>
    /// <param name="stream">The stream to enqueue on.</param>
    /// <param name="a">The matrix, m×n.</param>
    /// <param name="c">The destination, n×n, symmetric to the last bit afterwards.</param>
    public static void Gram<T>(DeviceStream stream, MatrixOperand<T> a, MatrixOperand<T> c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        c = c.IsTransposed ? c.Transposed : c;
        if (c.Rows == 0)
        {
            return;
        }

        Device device = stream.Device;
        Enqueue(stream, GemmPlan.For<T>(device, c.Rows, c.Columns, a.Rows, isSymmetric: true), T.One, a.Transposed, a, T.Zero, c, isSymmetric: true);
        device.LoadKernel<LongIndex1D, ArrayView<T>, long, int>(PlaneSum.MirrorUpper).Launch(stream, c.Rows * c.Rows, c.Elements, c.LeadingDimension, (int)c.Rows);
    }

    /// <summary>Enqueues a product by a given plan; <paramref name="c"/> is neither transposed nor empty, <paramref name="row"/> is empty or added to each of its rows.</summary>
    /// <exception cref="OverflowException">A matrix has more than 2³¹ - 1 rows or columns.</exception>
    public static void Enqueue<T>(
        DeviceStream stream, GemmPlan plan, T alpha, MatrixOperand<T> a, MatrixOperand<T> b, T beta, MatrixOperand<T> c, ArrayView<T> row = default, bool isSymmetric = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        GemmArguments<T> arguments = GemmArguments<T>.Of(a, b, c, alpha, beta);
        arguments.SplitDepth = plan.SplitDepth;
        arguments.IsSymmetric = isSymmetric;
        arguments.Row = row;
        if (plan.Splits == 1)
        {
            GemmLaunch<T>.Enqueue(stream, plan, a.IsTransposed, b.IsTransposed, arguments, GemmBatch.One);
            return;
        }

        long plane = c.Rows * c.Columns;
        using DeviceBuffer<T> planes = stream.Device.Allocate<T>(checked(plane * plan.Splits), stream);
        arguments.Output = planes.View;
        arguments.OutputStride = c.Columns;
        arguments.OutputPlane = plane;
        arguments.Alpha = T.One;
        arguments.Beta = T.Zero;
        arguments.Row = default;
        GemmLaunch<T>.Enqueue(stream, plan, a.IsTransposed, b.IsTransposed, arguments, GemmBatch.One);
        stream.Device
            .LoadKernel<LongIndex1D, ArrayView<T>, long, int, int, ArrayView<T>, long, T, T, ArrayView<T>>(PlaneSum.Add)
            .Launch(stream, plane, planes.View, plane, plan.Splits, arguments.Columns, c.Elements, c.LeadingDimension, alpha, beta, row);
    }
}
