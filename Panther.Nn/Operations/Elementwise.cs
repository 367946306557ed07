using System.Numerics;
using Panther.Kernels.Pointwise;

namespace Panther.Nn;

/// <summary>
/// Functions of one to four tensors, element by element, with broadcasting. However long the expression of a function is, it runs as one kernel, and so does the gradient by each
/// of its operands, which is derived from the same expression. Gradients have gradients, of any order.
/// </summary>
/// <remarks>The kernels are <see cref="Kernels.Pointwise.PointwiseKernels"/>, launched by <see cref="Kernels.Pointwise.PointwiseLaunch"/>.</remarks>
public static class Elementwise
{
    /// <summary>f(first).</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <typeparam name="TFunction">The function, of one operand.</typeparam>
    /// <param name="function">The function's constants.</param>
    /// <param name="first">The operand.</param>
    /// <exception cref="ArgumentNullException">An operand is null, or the function has more operands than are given.</exception>
    /// <exception cref="ArgumentException">The function has fewer operands than are given, or the shapes do not broadcast.</exception>
    public static Tensor<T> Apply<T, TFunction>(TFunction function, Tensor<T> first)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFunction : unmanaged, IPointwise<T>
        => Compute(function, first).Record(To<T, TFunction, FirstOperand>(function, first, null, null, null, first));

    /// <summary>f(first, second), for operands of shapes that broadcast.</summary>
    /// <inheritdoc cref="Apply{T, TFunction}(TFunction, Tensor{T})"/>
    public static Tensor<T> Apply<T, TFunction>(TFunction function, Tensor<T> first, Tensor<T> second)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFunction : unmanaged, IPointwise<T>
        => Compute(function, first, second).Record(
            To<T, TFunction, FirstOperand>(function, first, second, null, null, first),
            To<T, TFunction, SecondOperand>(function, first, second, null, null, second));

    /// <summary>f(first, second, third), for operands of shapes that broadcast.</summary>
    /// <inheritdoc cref="Apply{T, TFunction}(TFunction, Tensor{T}, Tensor{T})"/>
    public static Tensor<T> Apply<T, TFunction>(TFunction function, Tensor<T> first, Tensor<T> second, Tensor<T> third)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFunction : unmanaged, IPointwise<T>
        => Compute(function, first, second, third).Record(
            To<T, TFunction, FirstOperand>(function, first, second, third, null, first),
            To<T, TFunction, SecondOperand>(function, first, second, third, null, second),
            To<T, TFunction, ThirdOperand>(function, first, second, third, null, third));

    /// <summary>f(first, second, third, fourth), for operands of shapes that broadcast.</summary>
    /// <inheritdoc cref="Apply{T, TFunction}(TFunction, Tensor{T}, Tensor{T}, Tensor{T})"/>
    public static Tensor<T> Apply<T, TFunction>(TFunction function, Tensor<T> first, Tensor<T> second, Tensor<T> third, Tensor<T> fourth)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFunction : unmanaged, IPointwise<T>
        => Compute(function, first, second, third, fourth).Record(
            To<T, TFunction, FirstOperand>(function, first, second, third, fourth, first),
            To<T, TFunction, SecondOperand>(function, first, second, third, fourth, second),
            To<T, TFunction, ThirdOperand>(function, first, second, third, fourth, third),
            To<T, TFunction, FourthOperand>(function, first, second, third, fourth, fourth));

    /// <summary>The values of a function; nothing is recorded.</summary>
    internal static Tensor<T> Compute<T, TFunction>(
        TFunction function, Tensor<T> first, Tensor<T>? second = null, Tensor<T>? third = null, Tensor<T>? fourth = null)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFunction : unmanaged, IPointwise<T>
    {
        ArgumentNullException.ThrowIfNull(first);
        ThrowIfNotOfArity(TFunction.Arity, second, third, fourth);
        Shape shape = first.Shape;
        shape = second is null ? shape : Shape.Broadcast(shape, second.Shape);
        shape = third is null ? shape : Shape.Broadcast(shape, third.Shape);
        shape = fourth is null ? shape : Shape.Broadcast(shape, fourth.Shape);
        Tensor<T> result = Tensor<T>.ForResult(shape, first, second ?? first, third ?? first, fourth ?? first);
        PointwiseLaunch.Apply(
            result.Stream,
            function,
            shape.Extents,
            result.Operand(result.Strides),
            first.Operand(first.StridesIn(shape)),
            second is null ? default : second.Operand(second.StridesIn(shape)),
            third is null ? default : third.Operand(third.StridesIn(shape)),
            fourth is null ? default : fourth.Operand(fourth.StridesIn(shape)));
        return result;
    }

    /// <exception cref="ArgumentNullException">A function has more operands.</exception>
    /// <exception cref="ArgumentException">A function has fewer operands.</exception>
    private static void ThrowIfNotOfArity(int arity, Tensor? second, Tensor? third, Tensor? fourth)
    {
        if (arity > 1)
        {
            ArgumentNullException.ThrowIfNull(second);
        }

        if (arity > 2)
        {
            ArgumentNullException.ThrowIfNull(third);
        }

        if (arity > 3)
        {
            ArgumentNullException.ThrowIfNull(fourth);
        }

        int given = fourth is not null ? 4 : third is not null ? 3 : second is not null ? 2 : 1;
        if (given > arity)
        {
            throw new ArgumentException($"A function of {arity} operands does not take {given}.");
        }
    }

    /// <summary>The dependence on one operand. Its Jacobian is diagonal, up to broadcasting.</summary>
    private static Edge To<T, TFunction, TOperand>(
        TFunction function, Tensor<T> first, Tensor<T>? second, Tensor<T>? third, Tensor<T>? fourth, Tensor<T> operand)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFunction : unmanaged, IPointwise<T>
        where TOperand : struct, IOperand
        => Edge.To(
            operand,
            cotangent => TimesDerivative<T, TFunction, TOperand>(function, cotangent, first, second, third, fourth).SumTo(operand.Shape),
            tangent => TimesDerivative<T, TFunction, TOperand>(function, tangent, first, second, third, fourth));

    private static Tensor<T> TimesDerivative<T, TFunction, TOperand>(
        TFunction function, Tensor<T> factor, Tensor<T> first, Tensor<T>? second, Tensor<T>? third, Tensor<T>? fourth)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFunction : unmanaged, IPointwise<T>
        where TOperand : struct, IOperand
    {
        if (fourth is not null)
        {
            // No operand is left for the factor.
            return factor * Apply(new Partial<T, TFunction, TOperand>(function), first, second!, third!, fourth);
        }

        var product = new Pullback<T, TFunction, TOperand>(function);
        return third is not null ? Apply(product, factor, first, second!, third)
            : second is not null ? Apply(product, factor, first, second)
            : Apply(product, factor, first);
    }
}
