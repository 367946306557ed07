using System.Numerics;

namespace Panther.Nn;

/// <summary>How a result depends on one operand, linearised: y = f(x) and J = ∂f/∂x.</summary>
public abstract class Edge
{
    private protected Edge(Tensor operand) => Operand = operand ?? throw new ArgumentNullException(nameof(operand));

    /// <summary>Gets the operand.</summary>
    internal Tensor Operand { get; }

    /// <summary>Gets or sets the operand's node, once the edge is recorded.</summary>
    internal Node Source { get; set; } = null!;

    /// <summary>Describes a dependence.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="operand">The operand x.</param>
    /// <param name="pullback">
    /// g ↦ Jᵀg: from a tensor of the result's shape to one of the operand's, in terms of tensor operations, so that it can be differentiated itself.
    /// </param>
    /// <param name="pushforward">
    /// t ↦ Jt: from a tensor of the operand's shape to one of the result's. May be left out: the pullback is linear, so its own pullback is the same.
    /// </param>
    public static Edge To<T>(Tensor<T> operand, Func<Tensor<T>, Tensor<T>> pullback, Func<Tensor<T>, Tensor<T>>? pushforward = null)
        where T : unmanaged, IFloatingPointIeee754<T>
        => new Dependence<T, T>(operand, pullback, pushforward);

    /// <summary>Describes a dependence between element types; see <see cref="To"/>.</summary>
    /// <typeparam name="TResult">The element type of the result.</typeparam>
    /// <typeparam name="TOperand">The element type of the operand.</typeparam>
    /// <inheritdoc cref="To"/>
    public static Edge Across<TResult, TOperand>(
        Tensor<TOperand> operand,
        Func<Tensor<TResult>, Tensor<TOperand>> pullback,
        Func<Tensor<TOperand>, Tensor<TResult>>? pushforward = null)
        where TResult : unmanaged, IFloatingPointIeee754<TResult>
        where TOperand : unmanaged, IFloatingPointIeee754<TOperand>
        => new Dependence<TResult, TOperand>(operand, pullback, pushforward);

    /// <summary>Jᵀg.</summary>
    /// <exception cref="InvalidOperationException">The pullback gave a tensor of another shape than the operand's.</exception>
    internal abstract Tensor Pull(Tensor cotangent);

    /// <summary>Jt, of a shape, on the tape of t.</summary>
    /// <exception cref="InvalidOperationException">The pushforward gave a tensor of another shape.</exception>
    internal abstract Tensor Push(Tensor tangent, Shape shape);

    private static Tensor Checked(Tensor? derivative, Shape shape, string map, string of)
        => derivative is not null && derivative.Shape.Equals(shape)
            ? derivative
            : throw new InvalidOperationException($"A {map} must give a tensor of the shape of {of}, {shape}, and not of {derivative?.Shape.ToString() ?? "none"}.");

    private sealed class Dependence<TResult, TOperand>(
        Tensor<TOperand> operand,
        Func<Tensor<TResult>, Tensor<TOperand>> pullback,
        Func<Tensor<TOperand>, Tensor<TResult>>? pushforward) : Edge(operand)
        where TResult : unmanaged, IFloatingPointIeee754<TResult>
        where TOperand : unmanaged, IFloatingPointIeee754<TOperand>
    {
        private readonly Func<Tensor<TResult>, Tensor<TOperand>> pullback = pullback ?? throw new ArgumentNullException(nameof(pullback));

        internal override Tensor Pull(Tensor cotangent) => Checked(pullback((Tensor<TResult>)cotangent), Operand.Shape, "pullback", "the operand");

        internal override Tensor Push(Tensor tangent, Shape shape)
        {
            if (pushforward is not null)
            {
                return Checked(pushforward((Tensor<TOperand>)tangent), shape, "pushforward", "the result");
            }

            Tape tape = tangent.Tape!;
            using RecordingScope recording = tape.Recording(true);
            Tensor<TResult> any = tape.Watch(tape.Zeros<TResult>(shape));
            return tape.Gradients(pullback(any), [any], tangent, isDifferentiable: true, stopsAtSources: true)[0];
        }
    }
}
