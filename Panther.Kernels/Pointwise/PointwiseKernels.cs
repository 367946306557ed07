using System.Numerics;
using Panther.Jit.Dialect;

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
        var x = new Real<T>(first[index]);
        destination[index] = function.Evaluate(new Operands<Real<T>>(
            x,
            TFunction.Arity > 1 ? new Real<T>(second[index]) : x,
            TFunction.Arity > 2 ? new Real<T>(third[index]) : x,
            TFunction.Arity > 3 ? new Real<T>(fourth[index]) : x)).Primal;
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
                var x = new Real<T>(first.Elements[place.Offset(first, index.X, columnStrides)]);
                destination.Elements[place.Offset(destination, index.X, columnStrides >> 8)] = function.Evaluate(new Operands<Real<T>>(
                    x,
                    TFunction.Arity > 1 ? new Real<T>(second.Elements[place.Offset(second, index.X, columnStrides >> 2)]) : x,
                    TFunction.Arity > 2 ? new Real<T>(third.Elements[place.Offset(third, index.X, columnStrides >> 4)]) : x,
                    TFunction.Arity > 3 ? new Real<T>(fourth.Elements[place.Offset(fourth, index.X, columnStrides >> 6)]) : x)).Primal;
            }
        }
    }
}
