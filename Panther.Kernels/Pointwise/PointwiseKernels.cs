using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Kernels.Elementwise;

namespace Panther.Kernels.Pointwise;

/// <summary>One thread for each element of the result of a function; operands that it does not have are empty views, which nobody reads.</summary>
internal static class PointwiseKernels
{
    /// <summary>All operands and the destination are dense, of one shape.</summary>
    public static void Dense<T, TFunction>(
        LongIndex1D index, TFunction function, ArrayView<T> first, ArrayView<T> second, ArrayView<T> third, ArrayView<T> fourth, ArrayView<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFunction : unmanaged, IPointwise<T>
    {
        T x = first[index];
        destination[index] = Evaluate(
            function,
            x,
            TFunction.Arity > 1 ? second[index] : x,
            TFunction.Arity > 2 ? third[index] : x,
            TFunction.Arity > 3 ? fourth[index] : x);
    }

    /// <summary>
    /// Operands and the destination have strides of their own: columns run along X, rows along Y and are walked in steps of the grid's height. The strides of
    /// the columns are known to the compiler where they are 0 or 1.
    /// </summary>
    public static void Strided<T, TFunction>(
        TFunction function,
        Plane plane,
        PlaneOperand<T> first,
        PlaneOperand<T> second,
        PlaneOperand<T> third,
        PlaneOperand<T> fourth,
        PlaneOperand<T> destination,
        SpecializedValue<int> columnStrides,
        SpecializedValue<int> rowDimensions)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFunction : unmanaged, IPointwise<T>
    {
        Index3D index = Grid.GlobalIndex;
        if (index.X < plane.Columns)
        {
            for (long row = index.Y; row < plane.Rows; row += Grid.DimY * Group.DimY)
            {
                PlaneRow place = PlaneRow.Of(plane, row, rowDimensions);
                T x = first.Elements[place.Offset(first, index.X, columnStrides)];
                destination.Elements[place.Offset(destination, index.X, columnStrides >> 8)] = Evaluate(
                    function,
                    x,
                    TFunction.Arity > 1 ? second.Elements[place.Offset(second, index.X, columnStrides >> 2)] : x,
                    TFunction.Arity > 2 ? third.Elements[place.Offset(third, index.X, columnStrides >> 4)] : x,
                    TFunction.Arity > 3 ? fourth.Elements[place.Offset(fourth, index.X, columnStrides >> 6)] : x);
            }
        }
    }

    /// <summary>The function, computed in the element type, or in float where that has 16 bits.</summary>
    private static T Evaluate<T, TFunction>(TFunction function, T first, T second, T third, T fourth)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFunction : unmanaged, IPointwise<T>
        => NarrowFloat.Is<T>()
            ? function.Evaluate(new Operands<WideReal<T>>(WideReal<T>.Of(first), WideReal<T>.Of(second), WideReal<T>.Of(third), WideReal<T>.Of(fourth))).Primal
            : function.Evaluate(new Operands<Real<T>>(new Real<T>(first), new Real<T>(second), new Real<T>(third), new Real<T>(fourth))).Primal;
}
