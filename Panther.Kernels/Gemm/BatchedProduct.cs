using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;

namespace Panther.Kernels.Gemm;

/// <summary>Enqueues many products of one shape: one launch on GPUs, one after another where the host does them.</summary>
internal static class BatchedProduct
{
    /// <summary><c>c[i] = a[i] * b[i] + beta * c[i]</c>, accumulated in <typeparamref name="T"/>, but in float where that has 16 bits.</summary>
    /// <param name="stream">The stream to enqueue on.</param>
    /// <param name="a">The first left factor, m×k; its view reaches to the last one's end.</param>
    /// <param name="b">The first right factor, k×n.</param>
    /// <param name="c">The first destination, m×n, stored by rows.</param>
    /// <param name="batch">Where the others are.</param>
    /// <param name="beta">The factor of the former content; when it is zero the destinations are not read.</param>
    /// <exception cref="OverflowException">The device is a GPU, and a matrix has more than 2³¹ - 1 rows or columns.</exception>
    public static void Enqueue<T>(DeviceStream stream, MatrixOperand<T> a, MatrixOperand<T> b, MatrixOperand<T> c, GemmBatch batch, T beta = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (NarrowFloat.Is<T>())
        {
            NarrowProduct.Enqueue(stream, a, b, c, batch, beta);
            return;
        }

        if (batch.Count == 1 || stream.Device.Supports(DeviceFeature.HostRoutines))
        {
            for (long i = 0; i < batch.Count; i++)
            {
                MatrixProduct.Enqueue(
                    stream,
                    T.One,
                    a with { Elements = a.Elements.SubView(batch.LeftOffset(i)) },
                    b with { Elements = b.Elements.SubView(batch.RightOffset(i)) },
                    beta,
                    c with { Elements = c.Elements.SubView(batch.OutputOffset(i)) });
            }

            return;
        }

        Launch(stream, GemmPlan.For<T>(stream.Device, c.Rows, c.Columns, a.Columns, count: batch.Count), a, b, c, batch, beta);
    }

    /// <summary>The products by a given plan, in one launch.</summary>
    internal static void Launch<T>(
        DeviceStream stream, GemmPlan plan, MatrixOperand<T> a, MatrixOperand<T> b, MatrixOperand<T> c, GemmBatch batch, T beta = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        GemmArguments<T> arguments = GemmArguments<T>.Of(a, b, c, T.One, beta);
        arguments.SplitDepth = plan.SplitDepth;
        if (plan.Splits == 1)
        {
            GemmLaunch<T>.Enqueue(stream, plan, a.IsTransposed, b.IsTransposed, arguments, batch);
            return;
        }

        long plane = c.Rows * c.Columns;
        long planes = plane * plan.Splits;
        using DeviceBuffer<T> parts = stream.Device.Allocate<T>(checked(planes * batch.Count), stream);
        arguments.Output = parts.View;
        arguments.OutputStride = c.Columns;
        arguments.OutputPlane = plane;
        arguments.Beta = T.Zero;
        GemmLaunch<T>.Enqueue(
            stream, plan, a.IsTransposed, b.IsTransposed, arguments, batch with { OutputInner = planes, OutputOuter = planes * batch.Inner });
        stream.Device.LoadKernel<LongIndex1D, ArrayView<T>, long, int, int, ArrayView<T>, long, GemmBatch, T>(PlaneSum.AddBatch)
            .Launch(stream, plane * batch.Count, parts.View, plane, plan.Splits, arguments.Columns, c.Elements, c.LeadingDimension, batch, beta);
    }
}
