using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;

namespace Panther.Nn;

/// <summary>
/// Stochastic positional encoding by sines (Liutkus et al., "Relative positional encoding for transformers with linear complexity", 2021, section 2.1 and appendix): queries and keys are multiplied by random
/// signals over their places whose covariance is a function of the distance. With R draws they become vectors q̂ and k̂ of R elements, and over the draws
/// E[q̂ₜ·k̂ₛ]/√R = 1/√d·Σᵢ qₜᵢ·kₛᵢ·Pᵢ(t - s) with Pᵢ(τ) = Σⱼ λᵢⱼ²·cos(2π·fᵢⱼ·τ + θᵢⱼ): scores that know distances, without a matrix of scores. With gates γᵢ it is γᵢ·Pᵢ(t - s) + 1 - γᵢ: an element may leave
/// places out of account.
/// </summary>
/// <remarks>
/// Each element i of each head has waves of its own; gains λ, frequencies f (1/2·sigmoid of what is trained, in turns per place), offsets θ and gates γ (the sigmoid of what is trained) are trained. The
/// deviation of q̂·k̂ falls as 1/√R. For t places of floats phases err by about t·10⁻⁷ radians. Takes 4·d·waves elements of the tape for each query and each key.
/// </remarks>
/// <typeparam name="T">The element type.</typeparam>
public sealed class SinePositions<T> : Module<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Makes an encoding with periods of some 40 to 400 places, offsets 0, gains such that Pᵢ(0) = 1, and gates, if any, of 1/2.</summary>
    /// <param name="device">The device.</param>
    /// <param name="heads">The heads.</param>
    /// <param name="size">The elements d of a head's queries and keys.</param>
    /// <param name="waves">The waves of an element.</param>
    /// <param name="draws">The draws R, which is also the size of what comes out.</param>
    /// <param name="random">Where frequencies and the signals are drawn from.</param>
    /// <param name="hasGates">Whether each element of a head has a gate.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    public SinePositions(Device device, int heads, int size, int waves, int draws, RandomState random, bool hasGates = false)
    {
        NarrowFloat.Refuse<T>("An encoding of positions");
        ArgumentOutOfRangeException.ThrowIfLessThan(heads, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(waves, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 1);
        Shape shape = [heads, 1, size, waves];
        using Tensor<T> deviations = Initialization.Normal<T>(device, shape, 1, random);
        Frequencies = Register("frequencies", deviations - T.CreateChecked(4));
        Offsets = Register("offsets", Initialization.Constant(device, shape, T.Zero));
        Gains = Register("gains", Initialization.Constant(device, shape, T.CreateChecked(1 / Math.Sqrt(waves))));
        Signals = RegisterState("signals", Draw(device, [2, heads, (long)size * waves, draws], random));
        if (hasGates)
        {
            Gates = Register("gates", Initialization.Constant(device, [heads, 1, size, 1], T.Zero));
            Constants = RegisterState("constants", Draw(device, [heads, size, draws], random));
        }
    }

    /// <summary>Gets what frequencies are made from, heads×1×d×waves: f = sigmoid/2.</summary>
    public Tensor<T> Frequencies { get; }

    /// <summary>Gets the offsets θ, heads×1×d×waves, in radians.</summary>
    public Tensor<T> Offsets { get; }

    /// <summary>Gets the gains λ, heads×1×d×waves.</summary>
    public Tensor<T> Gains { get; }

    /// <summary>Gets the normal draws, 2×heads×(d·waves)×R: the amplitudes of cosines and of sines. Saved with the parameters, not trained.</summary>
    public Tensor<T> Signals { get; }

    /// <summary>Gets what gates are made from, heads×1×d×1: γ = sigmoid; <see langword="null"/> if there are none.</summary>
    public Tensor<T>? Gates { get; }

    /// <summary>Gets the normal draws of the signals that are the same at all places, heads×d×R; <see langword="null"/> if there are no gates. Saved with the parameters, not trained.</summary>
    public Tensor<T>? Constants { get; }

    /// <summary>Gets the number of heads.</summary>
    public int Heads => (int)Gains.Shape[0];

    /// <summary>Gets the elements d of a head's queries and keys.</summary>
    public int Size => (int)Gains.Shape[2];

    /// <summary>Gets the number R of draws.</summary>
    public int Draws => (int)Signals.Shape[3];

    /// <summary>Draws other signals in the place of the old ones; between steps.</summary>
    /// <param name="random">Where they are drawn from.</param>
    public void Redraw(RandomState random)
    {
        ArgumentNullException.ThrowIfNull(random);
        Fill(Signals);
        if (Constants is not null)
        {
            Fill(Constants);
        }

        void Fill(Tensor<T> signals)
        {
            using Tensor<T> drawn = Draw(signals.Device, signals.Shape, random);
            signals.Fill(drawn);
        }
    }

    /// <summary>Encodes queries and keys, whose places are counted from 0.</summary>
    /// <param name="query">The queries, b×heads×n×d, on a tape.</param>
    /// <param name="key">The keys, b×heads×m×d, on the same.</param>
    /// <returns>b×heads×n×R and b×heads×m×R.</returns>
    /// <exception cref="ArgumentException">The shapes are not those, or the queries are not on a tape.</exception>
    public (Tensor<T> Query, Tensor<T> Key) Encode(Tensor<T> query, Tensor<T> key)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(key);
        Tape tape = query.Tape ?? throw new ArgumentException("Positions are encoded on a tape, and the queries are not on one.", nameof(query));
        ThrowIfUnfit(query);
        ThrowIfUnfit(key);

        // With (R·d)^(-1/4) on either side, 1/√R in front of the products gives the mean over the draws and 1/√d.
        T factor = T.CreateChecked(1 / Math.Sqrt(Math.Sqrt((double)Draws * query.Shape[3])));
        Tensor<T> gains = tape.Use(Gains);
        Tensor<T>? constants = null;
        if (Gates is not null)
        {
            gains *= Root(tape.Use(Gates));
            constants = tape.Use(Constants!) * (Root(-tape.Use(Gates)).Reshape(Heads, Size, 1) * factor);
        }

        Tensor<T> amplitudes = (tape.Use(Signals).Reshape(2, Heads, Size, Gains.Shape[3], Draws) * (gains.Squeeze(1).Unsqueeze(3) * factor))
            .Reshape(Signals.Shape);
        Tensor<T> frequencies = tape.Use(Frequencies);
        Tensor<T> offsets = tape.Use(Offsets);
        return (Encoded(query, offsets), Encoded(key, tape.Zeros<T>([])));

        Tensor<T> Encoded(Tensor<T> x, Tensor<T> phases)
        {
            Tensor<T> place = Tensor<T>.Allocate(tape.Stream, tape, [x.Shape[2], 1, 1]);
            VectorOperations.Count(tape.Stream, place.Elements);
            Tensor<T> elements = x.Unsqueeze(4);
            Shape rows = [.. x.Shape.Take(3), Signals.Shape[2]];
            Tensor<T> waves = Elementwise.Apply(new WaveFunction<T>(isSine: false), elements, frequencies, place, phases).Reshape(rows).MatMul(amplitudes.Slice(0, 0, 1).Squeeze(0))
                + Elementwise.Apply(new WaveFunction<T>(isSine: true), elements, frequencies, place, phases).Reshape(rows).MatMul(amplitudes.Slice(0, 1, 1).Squeeze(0));
            return constants is null ? waves : waves + x.MatMul(constants);
        }

        // √sigmoid(x), by way of its logarithm: its derivative stays finite where the sigmoid is 0.
        static Tensor<T> Root(Tensor<T> x) => ((-x).Softplus() * T.CreateChecked(-0.5)).Exp();
    }

    private static Tensor<T> Draw(Device device, Shape shape, RandomState random) => Initialization.Normal<T>(device, shape, 1, random);

    private void ThrowIfUnfit(Tensor<T> x)
    {
        if (x.Rank != 4 || x.Shape[1] != Heads || x.Shape[3] != Size)
        {
            throw new ArgumentException($"Positions of {Heads} heads of {Size} elements do not go with a tensor of shape {x.Shape}.");
        }
    }
}
