using System.Numerics;
using System.Runtime.CompilerServices;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;

namespace Panther.Nn;

/// <summary>
/// A linear layer of fewer parameters: y = 1/(2l)·Σᵢ [(x·S1ᵢ)·U1ᵢ + (x·U2ᵢ)·S2ᵢ] + b over l terms of rank k, with x (…×in), trained S1ᵢ (in×k), S2ᵢ (k×out) and b (out), and fixed random U1ᵢ (k×out),
/// U2ᵢ (in×k) of elements ±1/√k (Kasiviswanathan, Narodytska and Jin, "Network approximation using tensor sketching", IJCAI 2018). <see cref="SketchedForm.LowRank"/> is a form of equal size without signs.
/// </summary>
/// <remarks>
/// All terms together are two products, with the factors [S1 | U2] (in×2lk) and [U1; S2] (2lk×out). The signs are drawn inside the products from the state <c>signs</c>, a key of eight elements; they are stored nowhere, and take no
/// memory of a step. Per row of x these are 2lk·(in + out) multiply-adds, twice the number of trained elements.
/// The kernels are <see cref="Kernels.SketchFactors.SketchFactorKernels"/>, launched by <see cref="Kernels.SketchFactors.SketchFactorProduct"/>.
/// </remarks>
/// <typeparam name="T">The element type.</typeparam>
public sealed partial class SketchedLinear<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly SketchSigns<T>? signs;

    /// <summary>
    /// Makes a layer. S1 and S2 are uniform, such that the elements of the matrix that the layer multiplies by have the variance of those of a <see cref="Linear{T}"/>, 1/(3·in); the bias is as there.
    /// </summary>
    /// <param name="device">The device.</param>
    /// <param name="inputs">The features of the input.</param>
    /// <param name="outputs">The features of the output.</param>
    /// <param name="terms">The number l of terms.</param>
    /// <param name="rank">The rank k of a term.</param>
    /// <param name="random">Where signs and parameters are drawn from.</param>
    /// <param name="form">Which factors are trained.</param>
    /// <param name="hasBias">Whether there is a bias.</param>
    /// <param name="allowLarger">Whether the layer may store more than a dense one.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1, or there is no such form.</exception>
    /// <exception cref="ArgumentException">The factors are larger than the matrix of a dense layer, and <paramref name="allowLarger"/> is false.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    public SketchedLinear(
        Device device,
        long inputs,
        long outputs,
        int terms,
        int rank,
        RandomState random,
        SketchedForm form = SketchedForm.Sketch,
        bool hasBias = true,
        bool allowLarger = false)
    {
        NarrowFloat.Refuse<T>("A sketched layer");
        ArgumentNullException.ThrowIfNull(random);
        NumberCheck.Defined(form);
        ThrowIfUnfit(inputs, outputs, terms, rank, allowLarger);
        long size = (long)terms * rank;
        Form = form;
        Terms = terms;
        Rank = rank;
        if (form == SketchedForm.Sketch)
        {
            signs = new SketchSigns<T>(RegisterState("signs", SketchSigns<T>.DrawKey(device, random)), 1 / (2.0 * terms * Math.Sqrt(rank)));
        }

        // Of r products of elements with variances a and b the sum has variance r·a·b. Signs have the variance 1/(4l²k), and there are two halves.
        (double first, double second) = form == SketchedForm.Sketch
            ? (Math.Sqrt(2.0 * terms / inputs), Math.Sqrt(2.0 * terms / inputs))
            : (1 / Math.Sqrt(inputs), Math.Sqrt(3.0 / size));
        S1 = Register("s1", Initialization.Uniform<T>(device, [inputs, size], first, random));
        S2 = Register("s2", Initialization.Uniform<T>(device, [size, outputs], second, random));
        Bias = hasBias ? Register("bias", Initialization.Uniform<T>(device, [outputs], 1 / Math.Sqrt(inputs), random)) : null;
    }

    /// <summary>Gets which factors are trained.</summary>
    public SketchedForm Form { get; }

    /// <summary>Gets the number l of terms.</summary>
    public int Terms { get; }

    /// <summary>Gets the rank k of a term.</summary>
    public int Rank { get; }

    /// <summary>Gets the first trained factor, in×(l·k): the S1ᵢ side by side.</summary>
    public Tensor<T> S1 { get; }

    /// <summary>Gets the second trained factor, (l·k)×out: the S2ᵢ below each other.</summary>
    public Tensor<T> S2 { get; }

    /// <summary>Gets the bias (out), if there is one.</summary>
    public Tensor<T>? Bias { get; }

    /// <summary>Gets the memory that the layer holds, in bytes: S1, S2, the bias, and the key of the signs.</summary>
    public long StoredBytes => (ParameterCount + NamedStates.Sum(state => state.Tensor.Length)) * Unsafe.SizeOf<T>();

    /// <summary>Gets the memory of the same layer if it were dense, in bytes.</summary>
    public long DenseBytes => ((S1.Shape[0] * S2.Shape[1]) + (Bias?.Length ?? 0)) * Unsafe.SizeOf<T>();

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The last dimension of the input has not as many elements as the layer has inputs.</exception>
    /// <exception cref="InvalidOperationException">The input is not on a tape.</exception>
    public override Tensor<T> Forward(Tensor<T> input)
    {
        ArgumentNullException.ThrowIfNull(input);
        long inputs = S1.Shape[0];
        if (input.Rank == 0 || input.Shape[-1] != inputs)
        {
            throw new ArgumentException($"A layer of {inputs} inputs takes no tensor of shape {input.Shape}.", nameof(input));
        }

        Tensor<T> rows = input.Reshape(input.Length / inputs, inputs);
        (Tensor<T> first, Tensor<T> second) = (Beside(input, S1), Beside(input, S2));
        Tensor<T>? bias = Bias is null ? null : Beside(input, Bias);
        Tensor<T> result = signs is { } drawn ? SketchedProduct.Of(rows, first, second, bias, drawn) : rows.MatMul(first).MatMul(second);
        return (bias is null || signs is not null ? result : result + bias).Reshape(input.Shape.With(input.Rank - 1, S2.Shape[1]));
    }

    private static void ThrowIfUnfit(long inputs, long outputs, int terms, int rank, bool allowLarger)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(terms, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(rank, 1);
        long sketched = checked((long)terms * rank * (inputs + outputs));
        long dense = checked(inputs * outputs);
        if (sketched > dense && !allowLarger)
        {
            throw new ArgumentException(
                $"A sketched layer from {inputs} to {outputs} features with {terms} terms of rank {rank} stores {sketched} elements, more than the {dense} of a dense one. terms·rank of at most {dense / (inputs + outputs)} stores no more; allowLarger permits this layer.");
        }
    }
}
