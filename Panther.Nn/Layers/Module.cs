using System.Numerics;

namespace Panther.Nn;

/// <summary>
/// A part of a model: parameters, and parts of its own. A derived class registers both by name in its constructor; nothing is found by reflection.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
public abstract partial class Module<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly List<NamedTensor<T>> parameters = [];
    private readonly List<NamedTensor<T>> states = [];
    private readonly List<(string Name, Module<T> Module)> parts = [];

    /// <summary>Gets a value indicating whether the module is trained at present; dropout, for one, is only then. True at first.</summary>
    public bool IsTraining { get; private set; } = true;

    /// <summary>Gets the parameters, those of parts included, in the order of their registration; one that is shared is there once.</summary>
    public IReadOnlyList<Tensor<T>> Parameters => [.. NamedParameters.Select(p => p.Tensor).Distinct<Tensor<T>>(ReferenceEqualityComparer.Instance)];

    /// <summary>Gets the parameters with their names, those of parts included.</summary>
    public IReadOnlyList<NamedTensor<T>> NamedParameters => [.. Walk("", module => module.parameters)];

    /// <summary>Gets what is saved with the parameters but not trained, such as running means, with names.</summary>
    public IReadOnlyList<NamedTensor<T>> NamedStates => [.. Walk("", module => module.states)];

    /// <summary>Gets the number of elements of all parameters.</summary>
    public long ParameterCount => Parameters.Sum(p => p.Length);

    /// <summary>Says that the module and its parts are trained from now on, or used.</summary>
    /// <param name="isTraining">Whether they are trained.</param>
    public void Train(bool isTraining = true)
    {
        IsTraining = isTraining;
        foreach ((_, Module<T> module) in parts)
        {
            module.Train(isTraining);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{GetType().Name.Split('`')[0]}<{typeof(T).Name}> of {ParameterCount} parameters";

    /// <summary>Gives the memory of parameters and parts back.</summary>
    public void Dispose()
    {
        foreach (NamedTensor<T> tensor in parameters.Concat(states))
        {
            tensor.Tensor.Dispose();
        }

        foreach ((_, Module<T> module) in parts)
        {
            module.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Registers a parameter: from now on it requires gradients, and the module owns it.</summary>
    /// <param name="name">Its name within the module, without dots.</param>
    /// <param name="parameter">A tensor without a tape.</param>
    /// <returns>The parameter.</returns>
    /// <exception cref="ArgumentException">The name is taken or contains a dot.</exception>
    protected Tensor<T> Register(string name, Tensor<T> parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        ThrowIfTaken(name);
        parameter.RequiresGradient = true;
        parameters.Add(new NamedTensor<T>(name, parameter));
        return parameter;
    }

    /// <summary>Registers what is saved with the parameters but not trained; the module owns it.</summary>
    /// <param name="name">Its name within the module, without dots.</param>
    /// <param name="state">A tensor without a tape.</param>
    /// <returns>The tensor.</returns>
    /// <exception cref="ArgumentException">The name is taken or contains a dot.</exception>
    protected Tensor<T> RegisterState(string name, Tensor<T> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        ThrowIfTaken(name);
        states.Add(new NamedTensor<T>(name, state));
        return state;
    }

    /// <summary>Registers a part; the module owns it.</summary>
    /// <param name="name">Its name within the module, without dots.</param>
    /// <param name="part">The part.</param>
    /// <returns>The part.</returns>
    /// <exception cref="ArgumentException">The name is taken or contains a dot.</exception>
    protected TModule Register<TModule>(string name, TModule part)
        where TModule : Module<T>
    {
        ArgumentNullException.ThrowIfNull(part);
        ThrowIfTaken(name);
        parts.Add((name, part));
        return part;
    }

    /// <summary>A parameter as an operand beside an input: views of it, and gradients by them, then belong to the input's tape.</summary>
    private protected static Tensor<T> Beside(Tensor<T> input, Tensor<T> parameter)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Tape is { } tape ? tape.Use(parameter) : parameter;
    }

    private IEnumerable<NamedTensor<T>> Walk(string prefix, Func<Module<T>, List<NamedTensor<T>>> own)
        => own(this).Select(tensor => tensor with { Name = prefix + tensor.Name })
            .Concat(parts.SelectMany(part => part.Module.Walk($"{prefix}{part.Name}.", own)));

    private void ThrowIfTaken(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.Contains('.') || parameters.Concat(states).Any(t => t.Name == name) || parts.Any(p => p.Name == name))
        {
            throw new ArgumentException($"The name '{name}' is taken or contains a dot.", nameof(name));
        }
    }
}
