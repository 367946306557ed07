using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Optimizers;

namespace Panther.Nn;

/// <summary>Changes parameters by their gradients. All parameters are updated in one launch for each sixteen of them.</summary>
/// <remarks>The kernels are <see cref="Kernels.Optimizers.UpdateKernels"/>, launched by <see cref="Kernels.Optimizers.ParameterUpdate"/>.</remarks>
/// <typeparam name="T">The element type.</typeparam>
public abstract partial class Optimizer<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Tensor<T>[] parameters;
    private readonly DeviceBuffer<long> starts;
    private readonly DeviceBuffer<T> first;
    private readonly DeviceBuffer<T> second;
    private readonly DeviceBuffer<T> present;

    private protected Optimizer(IEnumerable<Tensor<T>> parameters, double learningRate, int states)
    {
        NarrowFloat.Refuse<T>("An optimiser");
        ArgumentNullException.ThrowIfNull(parameters);
        this.parameters = [.. parameters];
        if (this.parameters.Length == 0)
        {
            throw new ArgumentException("There is no parameter.", nameof(parameters));
        }

        if (this.parameters.Contains(null!))
        {
            throw new ArgumentException("A parameter is null.", nameof(parameters));
        }

        Stream = this.parameters[0].Stream;
        long total = 0;
        long[] from = new long[this.parameters.Length];
        for (int i = 0; i < from.Length; i++)
        {
            Tensor<T> parameter = this.parameters[i];
            if (parameter is not { Tape: null, IsContiguous: true } || parameter.Device != Stream.Device)
            {
                throw new ArgumentException($"Parameter {i} is on a tape, a view, or on another device.", nameof(parameters));
            }

            from[i] = total;
            total = checked(total + parameter.Length);
        }

        if (this.parameters.Distinct<Tensor<T>>(ReferenceEqualityComparer.Instance).Count() < this.parameters.Length)
        {
            throw new ArgumentException("A parameter is there twice, and each step would change it twice.", nameof(parameters));
        }

        LearningRate = learningRate;
        starts = Stream.Device.Allocate<long>(from, Stream);
        first = Stream.Device.AllocateZeroed<T>(states > 0 ? total : 0, Stream);
        second = Stream.Device.AllocateZeroed<T>(states > 1 ? total : 0, Stream);
        present = Stream.Device.Allocate<T>(ParameterUpdate.StepLength, Stream);
    }

    /// <summary>Gets the parameters.</summary>
    public IReadOnlyList<Tensor<T>> Parameters => parameters;

    /// <summary>Gets or sets the learning rate, from the next step on; not negative.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, infinite or NaN.</exception>
    public double LearningRate
    {
        get;
        set
        {
            NumberCheck.NotNegative(value);
            field = value;
        }
    }

    /// <summary>Gets the number of steps so far.</summary>
    public long Steps { get; internal set; }

    /// <summary>Gets the stream that steps are enqueued on.</summary>
    protected DeviceStream Stream { get; }

    /// <summary>Makes a step: <see cref="Advance"/>, then <see cref="Apply"/>.</summary>
    /// <param name="gradients">A gradient for each parameter, in their order.</param>
    /// <exception cref="ArgumentException">There are not as many gradients as parameters, or the shape of one differs; nothing is changed.</exception>
    /// <exception cref="InvalidOperationException">A gradient is on another device than the parameters.</exception>
    /// <exception cref="ObjectDisposedException">The optimiser, or a gradient, is disposed.</exception>
    public void Step(IReadOnlyList<Tensor<T>> gradients)
    {
        Check(gradients);
        Advance();
        Apply(gradients);
    }

    /// <summary>Counts a step, and sends the learning rate and what else depends on the number of the step to the device. When steps are captured as a graph this stays outside.</summary>
    /// <exception cref="ObjectDisposedException">The optimiser is disposed.</exception>
    public void Advance()
    {
        ThrowIfDisposed();
        Steps++;
        (double firstCorrection, double secondCorrection) = Corrections(Steps);
        ParameterUpdate.SetStep(
            Stream, present.View, T.CreateChecked(LearningRate), T.CreateChecked(firstCorrection), T.CreateChecked(secondCorrection));
    }

    /// <summary>Changes the parameters. Enqueues and returns; may be captured.</summary>
    /// <param name="gradients">A gradient for each parameter, in their order.</param>
    /// <exception cref="ArgumentException">There are not as many gradients as parameters, or the shape of one differs; nothing is changed.</exception>
    /// <exception cref="InvalidOperationException">A gradient is on another device than the parameters.</exception>
    /// <exception cref="ObjectDisposedException">The optimiser, or a gradient, is disposed.</exception>
    public void Apply(IReadOnlyList<Tensor<T>> gradients) => ApplyUnless(gradients, default);

    /// <inheritdoc/>
    public override string ToString() => $"{Kind}<{typeof(T).Name}> of {parameters.Length} tensors at step {Steps}";

    /// <summary>Gives the memory of the states back; the parameters stay.</summary>
    public void Dispose()
    {
        starts.Dispose();
        first.Dispose();
        second.Dispose();
        present.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Gets the learning rate and the rule's two corrections of the present step, on the device.</summary>
    internal ArrayView<T> Present => present.View;

    /// <summary>Changes the parameters, unless a flag is set on the device.</summary>
    /// <param name="gradients">A gradient for each parameter, in their order.</param>
    /// <param name="nonFinite">One number, and not 0 if the step is to be left out; or an empty view.</param>
    internal abstract void ApplyUnless(IReadOnlyList<Tensor<T>> gradients, ArrayView<int> nonFinite);

    /// <summary>The rule's two corrections for each of some steps, as <see cref="Advance"/> sends them.</summary>
    /// <param name="before">The steps before the first of them.</param>
    /// <param name="table">Receives two numbers for each.</param>
    internal void CorrectionsAfter(long before, Span<T> table)
    {
        for (int i = 0; i < table.Length / 2; i++)
        {
            (double first, double second) = Corrections(before + 1 + i);
            table[2 * i] = T.CreateChecked(first);
            table[(2 * i) + 1] = T.CreateChecked(second);
        }
    }

    /// <summary>What the rule needs to know of the number of the step.</summary>
    private protected virtual (double First, double Second) Corrections(long step) => (1, 1);

    private protected void Apply<TRule>(TRule rule, IReadOnlyList<Tensor<T>> gradients, ArrayView<int> nonFinite)
        where TRule : struct, IUpdateRule<T>
    {
        if (nonFinite.Length > 0)
        {
            Enqueue(new GuardedRule<T, TRule>(rule, nonFinite), gradients);
        }
        else
        {
            Enqueue(rule, gradients);
        }
    }

    private void Enqueue<TRule>(TRule rule, IReadOnlyList<Tensor<T>> gradients)
        where TRule : struct, IUpdateRule<T>
    {
        Check(gradients);

        // Copies of gradients that have no tape and do not lie in order.
        var copies = new List<Tensor<T>>();
        DeviceStream stream = gradients[0].Stream;
        for (int begin = 0; begin < parameters.Length; begin += ViewList<T>.Capacity)
        {
            int count = Math.Min(ViewList<T>.Capacity, parameters.Length - begin);
            long longest = 0;
            var parameterViews = default(ViewList<T>);
            var gradientViews = default(ViewList<T>);
            for (int i = 0; i < count; i++)
            {
                Tensor<T> parameter = parameters[begin + i];
                Tensor<T> given = gradients[begin + i].Detach();
                Tensor<T> gradient = given.Contiguous();
                if (gradient != given && gradient.Tape is null)
                {
                    copies.Add(gradient);
                }

                parameterViews.Set(i, parameter.Elements.SubView(0, parameter.Length));
                gradientViews.Set(i, gradient.Elements.SubView(0, gradient.Length));
                longest = Math.Max(longest, parameter.Length);
            }

            ParameterUpdate.Enqueue(
                stream, rule, count, longest, parameterViews, gradientViews, starts.View.SubView(begin), first.View, second.View, present.View);
        }

        copies.ForEach(copy => copy.Dispose());
    }

    private void ThrowIfDisposed()
    {
        if (present.IsDisposed)
        {
            throw new ObjectDisposedException(ToString());
        }
    }

    private void Check(IReadOnlyList<Tensor<T>> gradients)
    {
        ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(gradients);
        if (gradients.Count != parameters.Length)
        {
            throw new ArgumentException($"{parameters.Length} parameters need as many gradients, not {gradients.Count}.", nameof(gradients));
        }

        for (int i = 0; i < parameters.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(gradients[i], nameof(gradients));
            if (!gradients[i].Shape.Equals(parameters[i].Shape))
            {
                throw new ArgumentException($"A gradient of shape {gradients[i].Shape} is not one of a parameter of shape {parameters[i].Shape}.", nameof(gradients));
            }

            if (gradients[i].Device != Stream.Device)
            {
                throw new InvalidOperationException($"A gradient is on {gradients[i].Device.Id}, the parameters are on {Stream.Device.Id}.");
            }
        }
    }
}
