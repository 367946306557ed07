using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Launch;

namespace Panther.Kernels.Pointwise;

/// <summary>Applies functions element by element to operands with strides of their own; broadcasting is a stride of 0. Enqueues and returns.</summary>
internal static class PointwiseLaunch
{
    /// <summary>The dimensions that one launch takes.</summary>
    private const int LaunchRank = 4;

    /// <summary>destination = f(first, ...), for each place of a shape.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <typeparam name="TFunction">The function.</typeparam>
    /// <param name="queue">The device stream to enqueue on.</param>
    /// <param name="function">The function's constants.</param>
    /// <param name="shape">The extents of the result.</param>
    /// <param name="destination">The result; may be the same elements as an operand with the same strides.</param>
    /// <param name="first">The first operand.</param>
    /// <param name="second">The second operand, if there is one.</param>
    /// <param name="third">The third operand, if there is one.</param>
    /// <param name="fourth">The fourth operand, if there is one.</param>
    public static void Apply<T, TFunction>(
        DeviceStream queue,
        TFunction function,
        ReadOnlySpan<long> shape,
        StridedOperand<T> destination,
        StridedOperand<T> first,
        StridedOperand<T> second = default,
        StridedOperand<T> third = default,
        StridedOperand<T> fourth = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFunction : unmanaged, IPointwise<T>
    {
        foreach (long extent in shape)
        {
            if (extent == 0)
            {
                return;
            }
        }

        var layout = new PointwiseLayout<T>(
            stackalloc long[PointwiseLayout<T>.ScratchLength(shape.Length)], shape, first, second, third, fourth, destination);
        if (layout.IsDense(TFunction.Arity))
        {
            long length = layout.Extent(0);
            queue.Device.LoadKernel<LongIndex1D, TFunction, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>>(
                    PointwiseKernels.Dense<T, TFunction>)
                .Launch(
                    queue,
                    new LongIndex1D(length),
                    function,
                    first.Elements,
                    second.Elements,
                    third.Elements,
                    fourth.Elements,
                    destination.Elements);
        }
        else
        {
            Strided(queue, function, layout, layout.Rank, destination.Elements, first.Elements, second.Elements, third.Elements, fourth.Elements);
        }
    }

    /// <summary>One launch for each place in the dimensions that a launch does not take.</summary>
    private static void Strided<T, TFunction>(
        DeviceStream queue,
        TFunction function,
        PointwiseLayout<T> layout,
        int rank,
        ArrayView<T> destination,
        ArrayView<T> first,
        ArrayView<T> second,
        ArrayView<T> third,
        ArrayView<T> fourth)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFunction : unmanaged, IPointwise<T>
    {
        if (rank > LaunchRank)
        {
            int outer = rank - 1;
            for (long i = 0; i < layout.Extent(outer); i++)
            {
                Strided(
                    queue,
                    function,
                    layout,
                    outer,
                    destination.SubView(i * layout.Stride(4, outer)),
                    first.SubView(i * layout.Stride(0, outer)),
                    second.SubView(i * layout.Stride(1, outer)),
                    third.SubView(i * layout.Stride(2, outer)),
                    fourth.SubView(i * layout.Stride(3, outer)));
            }

            return;
        }

        var plane = new Plane(layout.Extent(0), layout.Extent(1), layout.Extent(2), layout.Extent(3));
        queue.Device.LoadKernel<
                TFunction, Plane, PlaneOperand<T>, PlaneOperand<T>, PlaneOperand<T>, PlaneOperand<T>, PlaneOperand<T>, SpecializedValue<int>, SpecializedValue<int>>(
                PointwiseKernels.Strided<T, TFunction>)
            .Launch(
                queue,
                PlaneGrid.Cover(queue.Device, plane.Columns, plane.Rows),
                function,
                plane,
                layout.Operand(0, first),
                layout.Operand(1, second),
                layout.Operand(2, third),
                layout.Operand(3, fourth),
                layout.Operand(4, destination),
                SpecializedValue.New(layout.ColumnStrides(TFunction.Arity)),
                SpecializedValue.New(rank - 1));
    }
}
